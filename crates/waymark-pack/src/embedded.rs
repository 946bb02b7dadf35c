//! The packs that ship inside the program.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use crate::folder::is_pack_file;

static ASSESSMENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../assessments");

/// The pack that new engagements take.
const FIRST: &str = "data-strategy";

/// A shipped pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipped {
    /// Its folder, which is also its id.
    pub folder: String,
    /// Its texts by path.
    pub files: BTreeMap<String, String>,
}

/// The shipped packs: `data-strategy` first, the others by name.
pub fn packs() -> Vec<Shipped> {
    let mut packs: Vec<Shipped> = ASSESSMENTS
        .dirs()
        .filter(|folder| folder.get_file(folder.path().join("pack.toml")).is_some())
        .map(|folder| Shipped {
            folder: folder.path().to_string_lossy().into_owned(),
            files: texts(folder),
        })
        .collect();
    packs.sort_by(|a, b| (a.folder != FIRST, &a.folder).cmp(&(b.folder != FIRST, &b.folder)));
    packs
}

/// A shipped pack by its id.
pub fn pack(id: &str) -> Option<Shipped> {
    packs().into_iter().find(|pack| pack.folder == id)
}

fn texts(root: &Dir<'_>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let path = file.path().strip_prefix(root.path()).expect("a file lies below its folder");
            let path = path.to_string_lossy().replace('\\', "/");
            if let (true, Some(text)) = (is_pack_file(&path), file.contents_utf8()) {
                files.insert(path, text.to_owned());
            }
        }
    }
    files
}
