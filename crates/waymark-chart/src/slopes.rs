//! The slope chart: each score then and now, joined by a line whose slope is what happened.

use crate::draw::{Frame, hairline, middle, name, one_decimal, record_group, widest};
use crate::scene::{Anchor, Dash, Item, Paint, Role, Scene, Stroke, Text, pt};
use crate::text::Fonts;

/// Scores of two moments.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Slopes {
    /// What the chart states.
    pub title: String,
    /// What a reader who cannot see it needs to know.
    pub alt: String,
    /// What the first moment is called.
    pub then: String,
    /// What the second one is called.
    pub now: String,
    /// The scores, in any order.
    pub lines: Vec<Slope>,
}

/// One score then and now.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Slope {
    /// The record it stands for.
    pub id: Option<String>,
    /// Its name.
    pub label: String,
    /// Then, 1 to 5; `None` where there was no score.
    pub before: Option<f64>,
    /// Now, 1 to 5; `None` where there is none.
    pub after: Option<f64>,
    /// Whether it is the one the text speaks of.
    pub emphasised: bool,
}

/// From this difference on a line counts as risen or fallen: less rounds to nothing.
const MOVED: f64 = 0.05;

impl Slopes {
    /// Draws the chart; its height follows from the number of lines.
    pub fn draw(&self, fonts: &Fonts, frame: Frame) -> Scene {
        let u = frame.unit();
        let size = 12.0 * u;
        let (head, foot) = (26.0 * u, 10.0 * u);
        let number = widest(fonts, ["5.0", "open"], size, true);
        let digit = widest(fonts, ["5"], size, false);
        let x0 = digit + 14.0 * u + number + 10.0 * u;
        let names_room = (frame.width * 0.44).min(300.0 * u);
        let x1 = (frame.width - names_room - number - 20.0 * u).max(x0 + 40.0 * u);
        let names_x = x1 + 10.0 * u + number + 8.0 * u;
        let room = frame.width - names_x;
        let labels: Vec<Vec<String>> = self
            .lines
            .iter()
            .map(|line| fonts.wrap(&line.label, size, line.emphasised, room, 2))
            .collect();
        let heights: Vec<f32> =
            labels.iter().map(|lines| 3.0 * u + 14.0 * u * lines.len() as f32).collect();
        let needed: f32 = heights.iter().sum();
        let plot = needed.max(200.0 * u);
        let (top, bottom) = (head, head + plot);
        let mut scene =
            Scene::new(frame.width, bottom + foot, self.title.clone(), self.alt.clone());

        // Whole levels around what there is.
        let values = || self.lines.iter().flat_map(|line| [line.before, line.after]).flatten();
        let low = values().fold(5.0_f64, f64::min).floor().clamp(1.0, 4.0);
        let high = values().fold(1.0_f64, f64::max).ceil().clamp(low + 1.0, 5.0);
        let inset = 10.0 * u;
        let y = |value: f64| {
            let share = ((value - low) / (high - low)).clamp(0.0, 1.0) as f32;
            bottom - inset - (plot - 2.0 * inset) * share
        };
        for level in low as u8..=high as u8 {
            let at = y(f64::from(level));
            scene.push(hairline(digit + 8.0 * u, at, x1, at, u));
            scene.push(Item::Text(
                Text::new(0.0, middle(fonts, at, size), level.to_string(), size).role(Role::Ink3),
            ));
        }
        for x in [x0, x1] {
            scene.push(Item::line(pt(x, top), pt(x, bottom), Stroke::new(Role::Ink3, u)));
        }
        let heading = |x: f32, text: &str, max: f32, is_bold: bool| {
            let text = fonts.ellipsis(text, size, is_bold, max);
            Item::Text(Text::new(x, size, text, size).weight(is_bold).role(Role::Ink2))
        };
        scene.push(heading(0.0, &self.then, x1 - 16.0 * u, false));
        scene.push(heading(x1, &self.now, frame.width - x1, true));

        // Names stand where their line ends, or as near as the others leave room; those without a score below.
        let wanted = |value: Option<f64>| value.map_or(bottom - inset, &y);
        let after: Vec<f32> = self.lines.iter().map(|line| wanted(line.after)).collect();
        let before: Vec<f32> = self.lines.iter().map(|line| wanted(line.before)).collect();
        let right = spread(&after, &heights, top, bottom);
        let low_heights: Vec<f32> = heights.iter().map(|_| 15.0 * u).collect();
        let left = spread(&before, &low_heights, top, bottom);
        for (i, line) in self.lines.iter().enumerate() {
            scene.push(record_group(
                line.id.as_ref(),
                line.say(),
                line.items(
                    fonts,
                    &labels[i],
                    &Places { x0, x1, names_x, size, u },
                    (before[i], after[i]),
                    (left[i], right[i]),
                ),
            ));
        }
        scene
    }
}

/// Where the columns of the chart stand.
struct Places {
    x0: f32,
    x1: f32,
    names_x: f32,
    size: f32,
    u: f32,
}

impl Slope {
    /// The line in one sentence.
    fn say(&self) -> String {
        let number = |score: Option<f64>| score.map_or_else(|| "no score".to_owned(), one_decimal);
        format!("{}: {} then, {} now", self.label, number(self.before), number(self.after))
    }

    /// A rise is an unbroken line, a fall a broken one, and what stands still a fine one.
    fn stroke(&self, u: f32) -> Stroke {
        let moved = self.after.unwrap_or(0.0) - self.before.unwrap_or(0.0);
        let role = if self.emphasised { Role::Accent } else { Role::Ink };
        if moved >= MOVED {
            Stroke::new(role, 1.6 * u)
        } else if moved <= -MOVED {
            Stroke::new(role, 1.6 * u).dashed(Dash::Dashed)
        } else {
            Stroke::new(if self.emphasised { Role::Accent } else { Role::Ink3 }, u)
        }
    }

    fn items(
        &self,
        fonts: &Fonts,
        label: &[String],
        places: &Places,
        (y0, y1): (f32, f32),
        (left, right): (f32, f32),
    ) -> Vec<Item> {
        let Places { x0, x1, names_x, size, u } = *places;
        let mut items = Vec::new();
        if self.before.is_some() && self.after.is_some() {
            items.push(Item::line(pt(x0, y0), pt(x1, y1), self.stroke(u)));
        }
        let dot = |x: f32, y: f32, paint: Paint| Item::Circle { x, y, radius: 3.0 * u, paint };
        if self.before.is_some() {
            let paint = Paint::fill(Role::Surface).outlined(Role::Ink2, 1.2 * u);
            items.push(dot(x0, y0, paint));
        }
        if self.after.is_some() {
            items.push(dot(x1, y1, Paint::fill(Role::Ink)));
        }
        // What had to give way is led to its place.
        for (x, at, to, step) in [(x0, y0, left, -8.0 * u), (x1, y1, right, 8.0 * u)] {
            if (at - to).abs() > 2.0 * u {
                items.push(Item::line(
                    pt(x + step * 0.5, at),
                    pt(x + step, to),
                    Stroke::new(Role::Line, u),
                ));
            }
        }
        let number = |value: Option<f64>, x: f32, y: f32, anchor: Anchor| {
            let text = value.map_or_else(|| "open".to_owned(), one_decimal);
            let text = Text::new(x, middle(fonts, y, size), text, size).anchor(anchor);
            Item::Text(if value.is_some() { text.tabular() } else { text.role(Role::Ink3) })
        };
        items.push(number(self.before, x0 - 10.0 * u, left, Anchor::End));
        items.push(match number(self.after, x1 + 10.0 * u, right, Anchor::Start) {
            Item::Text(text) if self.after.is_some() => Item::Text(text.bold()),
            other => other,
        });
        items.extend(name(fonts, label, names_x, right, size, self.emphasised));
        items
    }
}

/// Places of the given heights as near to where they are wanted as they fit between two limits, in the order wanted.
fn spread(wanted: &[f32], heights: &[f32], top: f32, bottom: f32) -> Vec<f32> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]).then(a.cmp(&b)));
    let mut places = wanted.to_vec();
    let mut free = top;
    for &i in &order {
        places[i] = places[i].max(free + heights[i] / 2.0);
        free = places[i] + heights[i] / 2.0;
    }
    let mut free = bottom;
    for &i in order.iter().rev() {
        places[i] = places[i].min(free - heights[i] / 2.0);
        free = places[i] - heights[i] / 2.0;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn names_keep_their_order_and_never_touch() {
        let heights = [10.0, 10.0, 10.0, 20.0];
        let places = spread(&[50.0, 51.0, 50.0, 99.0], &heights, 0.0, 100.0);
        assert_eq!(places[0], 50.0, "the first stays where it is wanted");
        assert!(places[2] >= places[0] + 10.0 && places[1] >= places[2] + 10.0, "{places:?}");
        assert_eq!(places[3], 90.0, "the last is brought inside");
    }
}
