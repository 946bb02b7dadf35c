//! Text widths, so that a layout in the core can leave room for words without knowing any font file.

/// Measures text set in the product's typeface.
pub trait TextMetrics {
    /// The advance width of `text` on one line, in the unit of `size` (points or CSS pixels), in Regular or SemiBold.
    fn width(&self, text: &str, size: f32, semibold: bool) -> f32;
}
