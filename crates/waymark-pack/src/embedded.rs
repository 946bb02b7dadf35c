//! The packs that ship inside the program.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::LazyLock;

use flate2::read::ZlibDecoder;

use crate::folder::is_pack_file;

/// What stands in `assessments`, by path: JSON compressed by the build script.
static ASSESSMENTS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let packed: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/assessments.z"));
    let mut json = Vec::new();
    ZlibDecoder::new(packed).read_to_end(&mut json).expect("the shipped packs can be unpacked");
    serde_json::from_slice(&json).expect("the build script writes texts by path")
});

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
    let folders = ASSESSMENTS.keys().filter_map(|path| path.strip_suffix("/pack.toml"));
    let mut packs: Vec<Shipped> = folders
        .filter(|folder| !folder.contains('/'))
        .map(|folder| Shipped { folder: folder.to_owned(), files: texts(folder) })
        .collect();
    packs.sort_by(|a, b| (a.folder != FIRST, &a.folder).cmp(&(b.folder != FIRST, &b.folder)));
    packs
}

/// A shipped pack by its id.
pub fn pack(id: &str) -> Option<Shipped> {
    packs().into_iter().find(|pack| pack.folder == id)
}

fn texts(folder: &str) -> BTreeMap<String, String> {
    ASSESSMENTS
        .iter()
        .filter_map(|(path, text)| {
            Some((path.strip_prefix(folder)?.strip_prefix('/')?.to_owned(), text.clone()))
        })
        .filter(|(path, _)| is_pack_file(path))
        .collect()
}
