//! Overlays: a file that `extends` another states only what differs.
//!
//! Tables merge. What is one value replaces whole: a text, a number with what is said of it, a switch, a list, and the mix of a policy, whose
//! shares mean something only together. `remove = ["shocks.robots"]` takes out what the other file has, by paths as `--set` takes
//! them, before anything is merged. `adaptive = true` takes the place of an inherited mix, and a mix that of `adaptive`.
//!
//! Files are looked for beside the file that names them and, unless somebody allows it, not outside of the folder of the first: a
//! scenario from elsewhere should not read what else is on the disk. Links are followed before that is judged.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::defaults::PARAMETERS;
use super::error::{Remedy, ScenarioErrors};
use super::fields::{Context, shortened};
use super::kind::Kind;
use super::read::errors;
use super::set::{PARTS, keys};
use super::source::{self, Text};
use super::tree::{At, Entry, Node, Table, Value};

/// The most files over one another, the first not counted.
const DEEPEST: usize = 8;

/// The most files of a folder that are looked at for a near name.
const MOST_NEIGHBOURS: usize = 500;

/// The longest path to remove, in keys.
const LONGEST: usize = 12;

/// Where a text stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    folder: PathBuf,
    file: Option<PathBuf>,
}

impl Place {
    /// Of a file.
    pub fn of_file(path: &Path) -> Self {
        Self { folder: path.parent().unwrap_or_else(|| Path::new("")).to_owned(), file: fs::canonicalize(path).ok() }
    }

    /// Of a text that is read as if it stood in a folder.
    pub fn of_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), file: None }
    }
}

/// The texts of a chain of files, the first first, and the tree that they make together; or everything that keeps them from it.
pub(super) fn gather(
    cx: &mut Context,
    first: Text,
    place: Option<Place>,
    allow_outside: bool,
) -> Result<(Vec<Text>, Table), ScenarioErrors> {
    cx.first_flag = usize::MAX;
    let mut trees = vec![source::parse(&first, 0)?];
    let mut texts = vec![first];
    let mut chain = place.map(|place| Chain::new(place, allow_outside));
    loop {
        let over = texts.len() - 1;
        let Some(entry) = trees[over].get("extends") else { break };
        let Some((path, name)) = named(cx, entry, chain.as_mut()) else { break };
        let text = source::read(&path, &name)?;
        let tree = source::parse(&text, over + 1)?;
        trees.push(tree);
        texts.push(text);
    }
    if let Some(Entry { key_at, .. }) = trees.last().and_then(|last| last.get("remove"))
        && !cx.failed()
    {
        let remedy = "Name the file with `extends`, or delete the lines themselves.";
        cx.complain(Kind::RemoveForm, *key_at, "`remove` takes out what another file has, and this file extends none", remedy);
    }
    if cx.failed() {
        return Err(errors(std::mem::take(cx), &texts));
    }
    let mut whole = trees.pop().unwrap_or_default();
    while let Some(mut over) = trees.pop() {
        over.remove("extends");
        if let Some(entry) = over.remove("remove") {
            remove_all(cx, &mut whole, &entry);
        }
        merge(&mut whole, over, &mut Vec::new());
    }
    Ok((texts, whole))
}

/// The files met so far.
#[derive(Debug)]
struct Chain {
    /// The folder of the last file, as it was named.
    folder: PathBuf,
    /// The folder of the first file.
    root: PathBuf,
    allow_outside: bool,
    /// Every file so far, links followed.
    seen: Vec<PathBuf>,
}

impl Chain {
    fn new(place: Place, allow_outside: bool) -> Self {
        Self { root: place.folder.clone(), folder: place.folder, allow_outside, seen: place.file.into_iter().collect() }
    }

    /// Whether a path may be read: links followed where the file is there, else by its words.
    fn permits(&self, path: &Path) -> bool {
        self.allow_outside || plain(path).zip(plain(&self.root)).is_some_and(|(path, root)| path.starts_with(root))
    }

    /// Whether what a path leads to may be read.
    fn permits_real(&self, path: &Path) -> bool {
        let root = if self.root.as_os_str().is_empty() { Path::new(".") } else { &self.root };
        self.allow_outside || fs::canonicalize(root).is_ok_and(|root| path.starts_with(root))
    }
}

/// An absolute path without `.` and `..`, by its words alone.
fn plain(path: &Path) -> Option<PathBuf> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path).ok()?.components() {
        if part == Component::ParentDir {
            plain.pop();
        } else {
            plain.push(part);
        }
    }
    Some(plain)
}

/// The file that an `extends` names, and what messages call it.
fn named(cx: &mut Context, entry: &Entry, chain: Option<&mut Chain>) -> Option<(PathBuf, String)> {
    const FORM: &str = "Write the name of a file beside this one, as in extends = \"contact-centre.toml\".";
    let at = entry.at();
    let Value::Text(said) = &entry.node.value else {
        let cause = format!("`extends` must be the name of a file in quotes, found {}", entry.node.value.described());
        cx.complain(Kind::WrongType, at, cause, FORM);
        return None;
    };
    if said.trim().is_empty() || said.chars().any(char::is_control) {
        cx.complain(Kind::BadName, at, "`extends` is empty or has control characters", FORM);
        return None;
    }
    let Some(chain) = chain else {
        let cause = "`extends` names a file, but this text was read from no folder to look in";
        cx.complain(Kind::NoFolder, at, cause, "Save it as a file, and read that.");
        return None;
    };
    let path = chain.folder.join(said);
    let outside = |cx: &mut Context, how: &str| {
        let cause = format!("`extends` leads outside of the folder of the first file{how}: {:?}", shortened(said));
        let remedy = "Copy the file into the folder, or run with --allow-outside if you trust where it leads.";
        cx.complain(Kind::Outside, at, cause, remedy);
    };
    if !chain.permits(&path) {
        outside(cx, "");
        return None;
    }
    let real = match fs::canonicalize(&path) {
        Ok(real) => real,
        Err(error) => {
            let remedy = neighbours(cx, said, &chain.folder);
            let why = match error.kind() {
                std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
                _ => error.to_string(),
            };
            cx.complain(Kind::Unreadable, at, format!("{:?} cannot be read: {why}", shortened(said)), remedy);
            return None;
        }
    };
    if !chain.permits_real(&real) {
        outside(cx, " through a link");
        return None;
    }
    if chain.seen.contains(&real) {
        let from = chain.seen.iter().position(|seen| *seen == real).unwrap_or_default();
        let names: Vec<String> = chain.seen[from..].iter().chain([&real]).map(|path| file_name(path)).collect();
        let cause = format!("these files extend one another in a circle: {}", names.join(", "));
        cx.complain(Kind::Cycle, at, cause, "One of them must extend nothing: the one that states everything.");
        return None;
    }
    if chain.seen.len() > DEEPEST {
        let cause = format!("more than {DEEPEST} files extend one another");
        cx.complain(Kind::TooDeep, at, cause, "Merge some: a reader must look through all of them.");
        return None;
    }
    if !real.is_file() {
        cx.complain(Kind::Directory, at, format!("{:?} is no file", shortened(said)), FORM);
        return None;
    }
    chain.seen.push(real);
    path.parent().unwrap_or_else(|| Path::new("")).clone_into(&mut chain.folder);
    let name = path.strip_prefix(".").unwrap_or(&path).display().to_string();
    Some((path, name))
}

/// The last part of a path, as a message shows it.
fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| shortened(&name.to_string_lossy()))
}

/// What to do about a file that is not there: scenarios in its folder with a near name.
fn neighbours(cx: &mut Context, said: &str, folder: &Path) -> Remedy {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut names: Vec<String> = fs::read_dir(folder)
        .map(|entries| {
            let names = entries.take(MOST_NEIGHBOURS).filter_map(|entry| entry.ok()?.file_name().into_string().ok());
            names
                .filter(|name| {
                    Path::new(name).extension().is_some_and(|extension| extension == "toml") && !name.contains(char::is_control)
                })
                .collect()
        })
        .unwrap_or_default();
    names.sort();
    let near = cx.suggestion(said, names.iter().map(String::as_str));
    if near.instead.is_some() { near } else { "Check the path: it is relative to the file that states it.".into() }
}

/// Whether a path leads to a number, which may be stated with what is known of it.
fn is_number(path: &[String]) -> bool {
    let path = of_policy(path);
    PARAMETERS.iter().any(|parameter| {
        let mut parts = parameter.path.split('.');
        path.iter().all(|key| parts.next().is_some_and(|part| part == "*" || part == *key)) && parts.next().is_none()
    })
}

/// A path within a policy's role as one within the policy.
fn of_policy(path: &[String]) -> Vec<&str> {
    let keys = path.iter().map(String::as_str);
    match path {
        [section, _, roles, _, ..] if section == "policies" && roles == "roles" => {
            keys.clone().take(2).chain(keys.skip(4)).collect()
        }
        _ => keys.collect(),
    }
}

/// Puts what an overlay states over a tree.
fn merge(base: &mut Table, over: Table, path: &mut Vec<String>) {
    if let ["policies", _] = of_policy(path)[..] {
        if over.contains_key("mix") {
            base.remove("adaptive");
        }
        if over.get("adaptive").is_some_and(|entry| matches!(entry.node.value, Value::Flag(true))) {
            base.remove("mix");
        }
    }
    for (key, entry) in over {
        path.push(key.clone());
        match base.remove(&key) {
            None => base.insert(key, entry),
            Some(beneath) => base.insert(key, merged(beneath, entry, path)),
        };
        path.pop();
    }
}

/// An entry put over another.
fn merged(beneath: Entry, mut over: Entry, path: &mut Vec<String>) -> Entry {
    let Value::Table(stated) = &mut over.node.value else {
        if path.last().is_some_and(|key| key == "source") {
            over.under = Some(Box::new(beneath));
        }
        return over;
    };
    let number = is_number(path);
    let whole = matches!(of_policy(path)[..], ["policies", _, "mix"])
        || (number && (stated.contains_key("value") || stated.contains_key("dist")));
    let Entry { key_at, node: Node { value, at }, under } = beneath;
    let table = match value {
        _ if whole => None,
        Value::Table(table) => Some(table),
        // A plain number of which the overlay says more.
        Value::Number(_) if number && stated.keys().all(|key| PARTS.contains(&key.as_str())) => {
            Some(BTreeMap::from([("value".to_owned(), Entry::new(key_at, Node { value, at }))]))
        }
        _ => None,
    };
    let Some(mut table) = table else { return over };
    merge(&mut table, std::mem::take(stated), path);
    Entry { key_at, node: Node { value: Value::Table(table), at }, under }
}

/// Takes out what an overlay's `remove` lists.
fn remove_all(cx: &mut Context, base: &mut Table, entry: &Entry) {
    const FORM: &str = "Write remove = [\"shocks.robots\"], with paths as --set takes them.";
    let Value::List(items) = &entry.node.value else {
        let cause = format!("`remove` must be a list of paths, found {}", entry.node.value.described());
        cx.complain(Kind::RemoveForm, entry.at(), cause, FORM);
        return;
    };
    for item in items {
        let path = match &item.value {
            Value::Text(text) if !text.contains(char::is_control) && source::too_deep(text).is_none() => keys(text, 0, 0),
            _ => None,
        };
        let Some(path) = path.filter(|path| (1..=LONGEST).contains(&path.len())) else {
            let cause = format!("`remove` lists paths in quotes, found {}", item.value.described());
            cx.complain(Kind::RemoveForm, item.at, cause, FORM);
            continue;
        };
        let path: Vec<String> = path.into_iter().map(|(key, _)| key).collect();
        remove(cx, base, &path, item.at);
    }
}

/// Takes out what is at a path.
fn remove(cx: &mut Context, table: &mut Table, path: &[String], at: At) {
    let Some((key, rest)) = path.split_first() else { return };
    if !table.contains_key(key) {
        let remedy = cx.suggestion(key, table.keys().map(String::as_str));
        let cause = format!("`remove` names `{}`, which the extended file does not have", shortened(key));
        // What is suggested is a part of the path and does not replace all of it.
        cx.complain(Kind::RemoveUnknown, at, cause, Remedy { instead: None, ..remedy });
        return;
    }
    if rest.is_empty() {
        table.remove(key);
        return;
    }
    let Some(entry) = table.get_mut(key) else { return };
    match &mut entry.node.value {
        Value::Table(next) => {
            remove(cx, next, rest, at);
            // Should the table now lack what it needs, it is this line that did it.
            if rest.len() == 1 {
                entry.key_at = at;
            }
        }
        Value::List(_) => {
            let cause = format!("`{}` is a list, of which no part can be removed", shortened(key));
            cx.complain(Kind::RemoveUnknown, at, cause, "A list is replaced whole: state it again without the item.");
        }
        other => {
            let cause = format!("`{}` is {}, which has nothing to remove", shortened(key), other.described());
            cx.complain(Kind::RemoveUnknown, at, cause, "Shorten the path.");
        }
    }
}
