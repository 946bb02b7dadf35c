//! The window: Tauri around `waymark-app`, and nothing of the product itself.
//!
//! Begin with [`builder`], which `main` and the contract test share, then `command`.

mod awake;
mod command;
pub mod keychain;
mod room;
#[cfg_attr(not(feature = "aws-scan"), path = "scan_off.rs")]
mod scan;
mod state;

pub use command::NAMES;
pub use state::{Clock, Shared, Surroundings};

use std::borrow::Cow;
use std::fs;

use tauri::utils::assets::{AssetKey, AssetsIter, CspHash};
use tauri::{App, Assets, Context, Runtime};

/// The application with its commands. The window may only show its own pages.
pub fn builder<R: Runtime>(
    builder: tauri::Builder<R>,
    shared: Shared,
    surroundings: Surroundings,
) -> tauri::Builder<R> {
    let guard = tauri::plugin::Builder::<R>::new("navigation-guard")
        .on_navigation(|_, url| {
            matches!(url.scheme(), "tauri" | "about") || url.host_str() == Some("tauri.localhost")
        })
        .build();
    builder
        .plugin(guard)
        .plugin(tauri_plugin_dialog::init())
        .manage(shared)
        .manage(scan::Looks::new(surroundings))
        .invoke_handler(command::handler())
}

/// Lets the room screen follow a projector that is unplugged or plugged in.
pub fn watch_screens<R: Runtime>(app: &tauri::AppHandle<R>) {
    room::watch_screens(app);
}

/// Configuration, capabilities and the interface's files.
pub fn context<R: Runtime>() -> Context<R> {
    let mut context = tauri::generate_context!();
    let own = context.set_assets(Box::new(Files(None)));
    context.set_assets(Box::new(Files(Some(own))));
    context
}

/// The interface's files, the typeface, which the program holds for its drawings and need not hold twice, and the guide's pictures,
/// which lie beside the program.
struct Files<R: Runtime>(Option<Box<dyn Assets<R>>>);

impl<R: Runtime> Assets<R> for Files<R> {
    fn setup(&self, app: &App<R>) {
        if let Some(own) = &self.0 {
            own.setup(app);
        }
    }

    fn get(&self, key: &AssetKey) -> Option<Cow<'_, [u8]>> {
        let typeface = key.as_ref().strip_prefix("/fonts/").and_then(waymark_app::typeface);
        typeface
            .map(Cow::Borrowed)
            .or_else(|| picture(key.as_ref()).map(Cow::Owned))
            .or_else(|| self.0.as_ref()?.get(key))
    }

    fn iter(&self) -> Box<AssetsIter<'_>> {
        self.0.as_ref().map_or_else(|| Box::new(std::iter::empty()) as Box<_>, |own| own.iter())
    }

    fn csp_hashes(&self, html_path: &AssetKey) -> Box<dyn Iterator<Item = CspHash<'_>> + '_> {
        match &self.0 {
            Some(own) => own.csp_hashes(html_path),
            None => Box::new(std::iter::empty()),
        }
    }
}

/// Where the guide's pictures lie, seen from the folder of the program: as it is built and on Windows, on Linux, on macOS.
const PICTURES: [&str; 3] = ["screens", "../share/waymark/screens", "../Resources/screens"];

/// A picture of the guide; `None` for every other address, and where the program stands without its files.
fn picture(address: &str) -> Option<Vec<u8>> {
    let name = picture_name(address)?;
    let program = std::env::current_exe().and_then(fs::canonicalize).ok()?;
    let folder = program.parent()?;
    PICTURES.iter().find_map(|place| fs::read(folder.join(place).join(name)).ok())
}

/// The file that an address of a picture names: small letters and hyphens alone, so that it lies in its folder.
fn picture_name(address: &str) -> Option<&str> {
    let name = address.strip_prefix("/guide/")?;
    let stem = name.strip_suffix(".png")?;
    let is_name =
        !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::picture_name;

    #[test]
    fn only_pictures_of_the_guide_are_read_from_beside_the_program() {
        for address in
            ["/guide/../waymark.png", "/guide/.png", "/guide/a/b.png", "/guide/log.txt", "/x.png"]
        {
            assert_eq!(picture_name(address), None, "{address}");
        }
        assert_eq!(picture_name("/guide/what-if.png"), Some("what-if.png"));
    }
}
