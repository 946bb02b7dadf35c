//! The display list all drawings are made of: primitives in points, y downwards, coloured by role.

/// What a colour is for. The window resolves it through style sheets, files through [`crate::palette`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Main text and marks.
    Ink,
    /// Secondary text.
    Ink2,
    /// Tertiary text: axis numbers, units, running heads.
    Ink3,
    /// Hairlines and grids.
    Line,
    /// The page or panel the drawing lies on.
    Surface,
    /// A surface above the page.
    Raised,
    /// A surface below the page: callouts, bands.
    Sunken,
    /// The one accent: targets, links, the selected thing.
    Accent,
    /// Text on the accent.
    AccentInk,
    /// Level 1 of the scale. Always with a number or a name.
    Level1,
    /// Level 2 of the scale.
    Level2,
    /// Level 3 of the scale.
    Level3,
    /// Level 4 of the scale.
    Level4,
    /// Level 5 of the scale.
    Level5,
    /// Text on level 1.
    OnLevel1,
    /// Text on level 2.
    OnLevel2,
    /// Text on level 3.
    OnLevel3,
    /// Text on level 4.
    OnLevel4,
    /// Text on level 5.
    OnLevel5,
    /// The outline that lifts levels 1 to 3 off paper; transparent in the dark theme.
    LevelOutline,
    /// Something is wrong.
    Danger,
    /// Something wants care.
    Warn,
    /// Something is as it should be.
    Ok,
    /// The band the answers allow: 15 % ink.
    Band,
    /// A component that is kept: 10 % ink.
    Kept,
    /// A bar that is not selected: 30 % ink.
    Bar,
    /// A bar related to the selected one, or on the critical chain: 62 % ink.
    Related,
    /// The background of the selected row: 8 % accent.
    SelectedRow,
    /// The lines of the hatching that stands for "unknown".
    Hatch,
    /// A translucent wash over a grid: ink at 15 % alpha.
    Wash,
    /// The field of a cover: the accent, or a brand's own colour.
    Cover,
    /// Text on it.
    OnCover,
}

impl Role {
    /// Every role, in the order of declaration.
    pub const ALL: [Role; 32] = [
        Role::Ink,
        Role::Ink2,
        Role::Ink3,
        Role::Line,
        Role::Surface,
        Role::Raised,
        Role::Sunken,
        Role::Accent,
        Role::AccentInk,
        Role::Level1,
        Role::Level2,
        Role::Level3,
        Role::Level4,
        Role::Level5,
        Role::OnLevel1,
        Role::OnLevel2,
        Role::OnLevel3,
        Role::OnLevel4,
        Role::OnLevel5,
        Role::LevelOutline,
        Role::Danger,
        Role::Warn,
        Role::Ok,
        Role::Band,
        Role::Kept,
        Role::Bar,
        Role::Related,
        Role::SelectedRow,
        Role::Hatch,
        Role::Wash,
        Role::Cover,
        Role::OnCover,
    ];

    /// The name used in class names and tokens: `level-1`, `on-level-1`, `selected-row`.
    pub fn name(self) -> &'static str {
        match self {
            Role::Ink => "ink",
            Role::Ink2 => "ink-2",
            Role::Ink3 => "ink-3",
            Role::Line => "line",
            Role::Surface => "surface",
            Role::Raised => "raised",
            Role::Sunken => "sunken",
            Role::Accent => "accent",
            Role::AccentInk => "accent-ink",
            Role::Level1 => "level-1",
            Role::Level2 => "level-2",
            Role::Level3 => "level-3",
            Role::Level4 => "level-4",
            Role::Level5 => "level-5",
            Role::OnLevel1 => "on-level-1",
            Role::OnLevel2 => "on-level-2",
            Role::OnLevel3 => "on-level-3",
            Role::OnLevel4 => "on-level-4",
            Role::OnLevel5 => "on-level-5",
            Role::LevelOutline => "level-outline",
            Role::Danger => "danger",
            Role::Warn => "warn",
            Role::Ok => "ok",
            Role::Band => "band",
            Role::Kept => "kept",
            Role::Bar => "bar",
            Role::Related => "related",
            Role::SelectedRow => "selected-row",
            Role::Hatch => "hatch",
            Role::Wash => "wash",
            Role::Cover => "cover",
            Role::OnCover => "on-cover",
        }
    }

    /// The fill of a level, 1 to 5; values outside are brought to the nearest end.
    pub fn level(level: u8) -> Role {
        [Role::Level1, Role::Level2, Role::Level3, Role::Level4, Role::Level5]
            [usize::from(level.clamp(1, 5)) - 1]
    }

    /// The text colour on a level, 1 to 5; values outside are brought to the nearest end.
    pub fn on_level(level: u8) -> Role {
        [Role::OnLevel1, Role::OnLevel2, Role::OnLevel3, Role::OnLevel4, Role::OnLevel5]
            [usize::from(level.clamp(1, 5)) - 1]
    }
}

/// How a line is broken up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Dash {
    /// Unbroken.
    #[default]
    Solid,
    /// Three on, three off: a target line.
    Dashed,
    /// Two on, two off: the gap between a score and its target.
    Dotted,
}

impl Dash {
    /// The lengths of dash and gap in points, or `None` for an unbroken line.
    pub fn pattern(self) -> Option<[f32; 2]> {
        match self {
            Dash::Solid => None,
            Dash::Dashed => Some([3.0, 2.4]),
            Dash::Dotted => Some([1.4, 1.6]),
        }
    }
}

/// A line's colour, width in points and dash.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// The colour.
    pub role: Role,
    /// The width in points.
    pub width: f32,
    /// The dash.
    pub dash: Dash,
}

impl Stroke {
    /// An unbroken line.
    pub fn new(role: Role, width: f32) -> Self {
        Stroke { role, width, dash: Dash::Solid }
    }

    /// The same line, broken up.
    #[must_use]
    pub fn dashed(self, dash: Dash) -> Self {
        Stroke { dash, ..self }
    }
}

/// How a closed shape is painted; both parts may be absent.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Paint {
    /// The inside.
    pub fill: Option<Role>,
    /// The outline.
    pub stroke: Option<Stroke>,
}

impl Paint {
    /// Filled without outline.
    pub fn fill(role: Role) -> Self {
        Paint { fill: Some(role), stroke: None }
    }

    /// Outlined, not filled.
    pub fn stroke(role: Role, width: f32) -> Self {
        Paint { fill: None, stroke: Some(Stroke::new(role, width)) }
    }

    /// The same paint with an outline.
    #[must_use]
    pub fn outlined(self, role: Role, width: f32) -> Self {
        Paint { stroke: Some(Stroke::new(role, width)), ..self }
    }
}

/// A point; y grows downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Points from the left edge.
    pub x: f32,
    /// Points from the top edge.
    pub y: f32,
}

/// Shorthand for a point.
pub fn pt(x: f32, y: f32) -> Point {
    Point { x, y }
}

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// Lift the pen and go there.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A cubic curve: two handles and the end.
    Curve(Point, Point, Point),
    /// Back to the last `Move`.
    Close,
}

/// Which part of a text stands at its x.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Anchor {
    /// The left end.
    #[default]
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Where the anchor stands.
    pub x: f32,
    /// The baseline.
    pub y: f32,
    /// What it says.
    pub content: String,
    /// The type size in points.
    pub size: f32,
    /// SemiBold instead of Regular.
    pub semibold: bool,
    /// Which end stands at x.
    pub anchor: Anchor,
    /// The colour.
    pub role: Role,
    /// Figures of equal width, for columns of numbers.
    pub tabular: bool,
    /// Extra space after every glyph, in em; negative to tighten large type.
    pub tracking: f32,
    /// Read upwards, turned a quarter to the left about (x, y).
    pub upwards: bool,
}

impl Text {
    /// Regular ink text that starts at (x, y).
    pub fn new(x: f32, y: f32, content: impl Into<String>, size: f32) -> Self {
        Text {
            x,
            y,
            content: content.into(),
            size,
            semibold: false,
            anchor: Anchor::Start,
            role: Role::Ink,
            tabular: false,
            tracking: 0.0,
            upwards: false,
        }
    }

    /// SemiBold.
    #[must_use]
    pub fn bold(self) -> Self {
        Text { semibold: true, ..self }
    }

    /// SemiBold if `semibold`.
    #[must_use]
    pub fn weight(self, semibold: bool) -> Self {
        Text { semibold, ..self }
    }

    /// In another colour.
    #[must_use]
    pub fn role(self, role: Role) -> Self {
        Text { role, ..self }
    }

    /// Anchored elsewhere.
    #[must_use]
    pub fn anchor(self, anchor: Anchor) -> Self {
        Text { anchor, ..self }
    }

    /// With figures of equal width.
    #[must_use]
    pub fn tabular(self) -> Self {
        Text { tabular: true, ..self }
    }

    /// Turned to read upwards.
    #[must_use]
    pub fn upwards(self) -> Self {
        Text { upwards: true, ..self }
    }
}

/// Several items that belong together, usually because they stand for one record.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Group {
    /// The record it stands for; the window opens it on a click.
    pub id: Option<String>,
    /// The records that it joins, where it is a line between two: the window lets it step back with them.
    pub ends: Option<[String; 2]>,
    /// What a screen reader or a tooltip says of it.
    pub title: Option<String>,
    /// What is drawn.
    pub items: Vec<Item>,
}

/// One primitive.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A path of lines and curves, filled by the non-zero rule.
    Path {
        /// The steps; the first is a `Move`.
        segments: Vec<Segment>,
        /// How it is painted.
        paint: Paint,
    },
    /// A rectangle, its corners rounded by `radius`.
    Rect {
        /// Left edge.
        x: f32,
        /// Top edge.
        y: f32,
        /// Width.
        width: f32,
        /// Height.
        height: f32,
        /// Corner radius, at most half the shorter side.
        radius: f32,
        /// How it is painted.
        paint: Paint,
    },
    /// A circle.
    Circle {
        /// Middle.
        x: f32,
        /// Middle.
        y: f32,
        /// Radius.
        radius: f32,
        /// How it is painted.
        paint: Paint,
    },
    /// A closed polygon.
    Polygon {
        /// Its corners.
        points: Vec<Point>,
        /// How it is painted.
        paint: Paint,
    },
    /// An open line through two or more points.
    Line {
        /// Its points.
        points: Vec<Point>,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// One line of text.
    Text(Text),
    /// Items that belong together.
    Group(Group),
}

impl Item {
    /// A rectangle without rounding.
    pub fn rect(x: f32, y: f32, width: f32, height: f32, paint: Paint) -> Item {
        Item::Rect { x, y, width, height, radius: 0.0, paint }
    }

    /// A straight line.
    pub fn line(from: Point, to: Point, stroke: Stroke) -> Item {
        Item::Line { points: vec![from, to], stroke }
    }

    /// Moves the item.
    pub fn shift(&mut self, dx: f32, dy: f32) {
        let along = |q: &mut Point| {
            q.x += dx;
            q.y += dy;
        };
        match self {
            Item::Path { segments, .. } => {
                for segment in segments {
                    match segment {
                        Segment::Move(q) | Segment::Line(q) => along(q),
                        Segment::Curve(q, r, t) => [q, r, t].into_iter().for_each(along),
                        Segment::Close => {}
                    }
                }
            }
            Item::Rect { x, y, .. } | Item::Circle { x, y, .. } | Item::Text(Text { x, y, .. }) => {
                *x += dx;
                *y += dy;
            }
            Item::Polygon { points, .. } | Item::Line { points, .. } => {
                points.iter_mut().for_each(along);
            }
            Item::Group(group) => group.items.iter_mut().for_each(|item| item.shift(dx, dy)),
        }
    }

    /// The item scaled by `scale` about the origin, then moved.
    #[must_use]
    pub fn placed(&self, dx: f32, dy: f32, scale: f32) -> Item {
        let p = |q: &Point| pt(q.x * scale + dx, q.y * scale + dy);
        let stroke = |s: &Stroke| Stroke { width: s.width * scale, ..*s };
        let paint = |p: &Paint| Paint { fill: p.fill, stroke: p.stroke.as_ref().map(stroke) };
        match self {
            Item::Path { segments, paint: a } => Item::Path {
                segments: segments
                    .iter()
                    .map(|s| match s {
                        Segment::Move(q) => Segment::Move(p(q)),
                        Segment::Line(q) => Segment::Line(p(q)),
                        Segment::Curve(q, r, t) => Segment::Curve(p(q), p(r), p(t)),
                        Segment::Close => Segment::Close,
                    })
                    .collect(),
                paint: paint(a),
            },
            Item::Rect { x, y, width, height, radius, paint: a } => Item::Rect {
                x: x * scale + dx,
                y: y * scale + dy,
                width: width * scale,
                height: height * scale,
                radius: radius * scale,
                paint: paint(a),
            },
            Item::Circle { x, y, radius, paint: a } => Item::Circle {
                x: x * scale + dx,
                y: y * scale + dy,
                radius: radius * scale,
                paint: paint(a),
            },
            Item::Polygon { points, paint: a } => {
                Item::Polygon { points: points.iter().map(p).collect(), paint: paint(a) }
            }
            Item::Line { points, stroke: a } => {
                Item::Line { points: points.iter().map(p).collect(), stroke: stroke(a) }
            }
            Item::Text(t) => Item::Text(Text {
                x: t.x * scale + dx,
                y: t.y * scale + dy,
                size: t.size * scale,
                ..t.clone()
            }),
            Item::Group(g) => Item::Group(Group {
                id: g.id.clone(),
                ends: g.ends.clone(),
                title: g.title.clone(),
                items: g.items.iter().map(|i| i.placed(dx, dy, scale)).collect(),
            }),
        }
    }
}

/// A finished drawing.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Scene {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// What the drawing states, in one sentence.
    pub title: String,
    /// What a reader who cannot see it needs to know.
    pub alt: String,
    /// What is drawn, back to front.
    pub items: Vec<Item>,
}

impl Scene {
    /// An empty drawing.
    pub fn new(width: f32, height: f32, title: impl Into<String>, alt: impl Into<String>) -> Self {
        Scene { width, height, title: title.into(), alt: alt.into(), items: Vec::new() }
    }

    /// Adds an item on top.
    pub fn push(&mut self, item: Item) {
        self.items.push(item);
    }

    /// The items scaled and moved, as for a place on a page.
    pub fn placed(&self, dx: f32, dy: f32, scale: f32) -> Vec<Item> {
        self.items.iter().map(|i| i.placed(dx, dy, scale)).collect()
    }

    /// Calls `see` with every primitive, groups opened, back to front.
    pub fn each(&self, see: &mut impl FnMut(&Item)) {
        fn walk(items: &[Item], see: &mut impl FnMut(&Item)) {
            for item in items {
                match item {
                    Item::Group(group) => walk(&group.items, see),
                    other => see(other),
                }
            }
        }
        walk(&self.items, see);
    }
}

/// Diagonal lines that fill a convex polygon: the sign for "unknown". Clipped here, so that every writer shows the same lines and needs no pattern of its own.
pub fn hatch(polygon: &[Point], pitch: f32, width: f32) -> Item {
    let mut segments = Vec::new();
    let sum = |p: &Point| p.x + p.y;
    let low = polygon.iter().map(sum).fold(f32::INFINITY, f32::min);
    let high = polygon.iter().map(sum).fold(f32::NEG_INFINITY, f32::max);
    let step = pitch * std::f32::consts::SQRT_2;
    let mut at = (low / step).ceil() * step;
    while at < high {
        let mut cuts: Vec<Point> = Vec::new();
        for (i, a) in polygon.iter().enumerate() {
            let b = &polygon[(i + 1) % polygon.len()];
            let (p, q) = (sum(a) - at, sum(b) - at);
            if (p < 0.0) != (q < 0.0) {
                let t = p / (p - q);
                cuts.push(pt(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t));
            }
        }
        if let [a, b] = cuts[..]
            && (a.x - b.x).abs() > width
        {
            segments.push(Segment::Move(a));
            segments.push(Segment::Line(b));
        }
        at += step;
    }
    Item::Path { segments, paint: Paint::stroke(Role::Hatch, width) }
}

/// The corners of a rounded rectangle as a polygon, for [`hatch`].
pub fn rounded(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Vec<Point> {
    let r = radius.min(width / 2.0).min(height / 2.0);
    let mut points = Vec::new();
    for (cx, cy, from) in [
        (x + width - r, y + r, -90.0_f32),
        (x + width - r, y + height - r, 0.0),
        (x + r, y + height - r, 90.0),
        (x + r, y + r, 180.0),
    ] {
        for i in 0..=6 {
            let angle = (from + 15.0 * i as f32).to_radians();
            points.push(pt(cx + r * angle.cos(), cy + r * angle.sin()));
        }
    }
    points
}
