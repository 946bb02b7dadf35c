//! A display without a screen, and what stands on it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How long a window may take to appear.
const PATIENCE: Duration = Duration::from_mins(1);
/// Colours on the display from which on text is painted: an empty one has two dozen, with the pointer; letters have edges of many shades.
const COLOURS: usize = 60;

/// An Xvfb of its own; it ends with this value.
pub(crate) struct Display {
    /// Such as `:99`.
    pub(crate) name: String,
    folder: PathBuf,
    server: Child,
}

impl Display {
    /// Starts one that keeps its picture in a folder.
    pub(crate) fn start(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1366x768x24",
                "-nolisten",
                "tcp",
                "-noreset",
                "-fbdir",
            ])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("Xvfb cannot be started: sudo apt-get install xvfb")?;
        let mut number = String::new();
        let told = server.stdout.take().context("Xvfb tells its number")?;
        BufReader::new(told).read_line(&mut number)?;
        if number.trim().is_empty() {
            let _ = server.kill();
            bail!("Xvfb does not start");
        }
        Ok(Self { name: format!(":{}", number.trim()), folder: folder.to_owned(), server })
    }

    /// True once there is text to read.
    pub(crate) fn is_painted(&self) -> bool {
        fs::read(self.folder.join("Xvfb_screen0")).is_ok_and(|picture| colours(&picture) >= COLOURS)
    }

    /// Waits until something is painted; how long that took.
    pub(crate) fn painted(&self, program: &mut Child) -> Result<Duration> {
        let begun = Instant::now();
        loop {
            if self.is_painted() {
                return Ok(begun.elapsed());
            }
            if let Some(status) = program.try_wait()? {
                bail!("the program ended before it showed anything: {status}");
            }
            if begun.elapsed() > PATIENCE {
                bail!("nothing was painted within {} s", PATIENCE.as_secs());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Different colours among every seventh pixel of a picture in X's own form.
fn colours(picture: &[u8]) -> usize {
    let field = |at: usize| {
        let bytes = picture.get(at * 4..at * 4 + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?) as usize)
    };
    let (Some(header), Some(palette)) = (field(0), field(19)) else { return 0 };
    let pixels = picture.get(header + palette * 12..).unwrap_or_default();
    let mut found: Vec<&[u8]> = pixels.chunks_exact(4).step_by(7).collect();
    found.sort_unstable();
    found.dedup();
    found.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_counted_behind_header_and_palette() {
        let mut picture = vec![0; 100];
        picture[..4].copy_from_slice(&100_u32.to_be_bytes());
        picture[76..80].copy_from_slice(&2_u32.to_be_bytes());
        picture.extend([9; 24]);
        for pixel in 0..70_u32 {
            picture.extend((pixel / 14).to_be_bytes());
        }
        assert_eq!(colours(&picture), 5);
        assert_eq!(colours(b"short"), 0);
    }
}
