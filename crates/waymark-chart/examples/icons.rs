//! Draws the icons of the packages from their SVG, in every size and as ICO and ICNS, into the folder that holds the SVG:
//! `cargo run -p waymark-chart --example icons -- src-tauri/icons`.

use std::fs;
use std::path::{Path, PathBuf};

use png::{BitDepth, ColorType, Compression, Encoder};
use waymark_chart::logo::picture;
use waymark_chart::png::{Pixels, read};

/// Sizes in pixels, as desktops want them.
const SIZES: [u32; 8] = [16, 24, 32, 48, 64, 128, 256, 512];
/// Sizes that an ICO holds.
const ICO: [u32; 6] = [16, 24, 32, 48, 64, 256];
/// The kinds of picture that an ICNS holds, by the name and the size of each.
const ICNS: [(&[u8; 4], u32); 8] = [
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic13", 256),
    (b"ic08", 256),
    (b"ic14", 512),
    (b"ic09", 512),
    (b"icp4", 16),
];

fn main() {
    let folder =
        std::env::args().nth(1).map_or_else(|| PathBuf::from("src-tauri/icons"), PathBuf::from);
    let large = drawn(&folder.join("icon.svg"));
    for size in SIZES {
        write(&folder.join(format!("{size}x{size}.png")), &scaled(&large, size));
    }
    // The names that Tauri asks for.
    write(&folder.join("icon.png"), &scaled(&large, 512));
    write(&folder.join("128x128@2x.png"), &scaled(&large, 256));
    write(&folder.join("icon.ico"), &ico(&large));
    write(&folder.join("icon.icns"), &icns(&large));
    let document = drawn(&folder.join("document.svg"));
    for size in [48, 128, 256] {
        write(&folder.join(format!("document-{size}.png")), &scaled(&document, size));
    }
}

fn drawn(svg: &Path) -> Pixels {
    let text = fs::read(svg).unwrap_or_else(|error| panic!("{}: {error}", svg.display()));
    let png = picture(&text).unwrap_or_else(|why| panic!("{}: {why}", svg.display()));
    read(&png, 4000).expect("what was drawn can be read")
}

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// A PNG of so many pixels along an edge: each is the mean of those it covers.
fn scaled(large: &Pixels, size: u32) -> Vec<u8> {
    let step = f64::from(large.width) / f64::from(size);
    let mut rgba = Vec::with_capacity((size * size * 4) as usize);
    for y in 0..size {
        for x in 0..size {
            rgba.extend(mean(large, f64::from(x) * step, f64::from(y) * step, step));
        }
    }
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, size, size);
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::High);
    let mut writer = encoder.write_header().expect("the size is one");
    writer.write_image_data(&rgba).expect("all pixels are there");
    writer.finish().expect("it ends");
    bytes
}

/// The mean colour of a square, clear pixels counting for nothing but clearness.
fn mean(large: &Pixels, left: f64, top: f64, edge: f64) -> [u8; 4] {
    let (mut sums, mut cover, mut all) = ([0.0; 3], 0.0, 0.0);
    let last = |from: f64, most: u32| ((from + edge).ceil() as u32).min(most);
    let share = |at: u32, from: f64| {
        (f64::from(at + 1).min(from + edge) - f64::from(at).max(from)).max(0.0)
    };
    for y in top as u32..last(top, large.height) {
        for x in left as u32..last(left, large.width) {
            let weight = share(x, left) * share(y, top);
            let at = ((y * large.width + x) * 4) as usize;
            let alpha = f64::from(large.rgba[at + 3]) / 255.0 * weight;
            for (sum, part) in sums.iter_mut().zip(&large.rgba[at..at + 3]) {
                *sum += f64::from(*part) * alpha;
            }
            cover += alpha;
            all += weight;
        }
    }
    let part = |sum: f64| if cover > 0.0 { (sum / cover).round() as u8 } else { 0 };
    [part(sums[0]), part(sums[1]), part(sums[2]), (cover / all * 255.0).round() as u8]
}

/// A directory of pictures, each a PNG.
fn ico(large: &Pixels) -> Vec<u8> {
    let pictures: Vec<(u32, Vec<u8>)> =
        ICO.iter().map(|size| (*size, scaled(large, *size))).collect();
    let mut out = [0, 0, 1, 0, pictures.len() as u8, 0].to_vec();
    let mut at = 6 + 16 * pictures.len() as u32;
    for (size, png) in &pictures {
        // 0 stands for 256.
        let edge = *size as u8;
        out.extend([edge, edge, 0, 0, 1, 0, 32, 0]);
        out.extend((png.len() as u32).to_le_bytes());
        out.extend(at.to_le_bytes());
        at += png.len() as u32;
    }
    out.extend(pictures.into_iter().flat_map(|(_, png)| png));
    out
}

/// Blocks with a name and a length, each a PNG.
fn icns(large: &Pixels) -> Vec<u8> {
    let mut blocks = Vec::new();
    for (name, size) in ICNS {
        let png = scaled(large, size);
        blocks.extend(*name);
        blocks.extend((png.len() as u32 + 8).to_be_bytes());
        blocks.extend(png);
    }
    let length = (blocks.len() as u32 + 8).to_be_bytes();
    [b"icns".as_slice(), &length, &blocks].concat()
}
