//! What a program has written to a directory of results.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// Every file below a directory with its bytes, by its path there; the manifest as a value's text without its `run` block, which is all that may differ between equal runs.
pub fn files_written(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut left = vec![root.to_owned()];
    while let Some(directory) = left.pop() {
        for entry in fs::read_dir(&directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
                continue;
            }
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            let mut bytes = fs::read(&path).unwrap();
            if name == "manifest.json" {
                let mut manifest: Value = serde_json::from_slice(&bytes).unwrap();
                let run = manifest.as_object_mut().unwrap().remove("run").unwrap();
                assert!(run["threads"].is_u64(), "{run}");
                bytes = manifest.to_string().into_bytes();
            }
            found.insert(name, bytes);
        }
    }
    found
}
