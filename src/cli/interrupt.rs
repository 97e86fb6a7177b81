//! Ctrl-C: the first asks to stop at the next good place, the second stops at once unless a file is being written.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

use super::failure;

static ASKED: AtomicBool = AtomicBool::new(false);
static WRITING: AtomicBool = AtomicBool::new(false);

/// Listens for Ctrl-C and for being terminated. Where the system does not let us, the system's own way of stopping stays.
pub fn listen() {
    let _ = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::SeqCst) && !WRITING.load(Ordering::SeqCst) {
            process::exit(i32::from(failure::INTERRUPTED));
        }
    });
}

/// Whether somebody asked to stop.
pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

/// From here on files are written, each of which is finished before stopping.
pub fn files_are_written() {
    WRITING.store(true, Ordering::SeqCst);
}
