//! The ends of waves and initiatives as an iCalendar (RFC 5545) of all-day events. An event keeps its UID when the plan moves, so
//! that a calendar that takes the file again moves it too.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Planned, wave_name, wave_story};

/// Octets of a line, at most.
const LINE: usize = 75;

pub(super) fn file(planned: &Planned<'_>, now: Timestamp) -> String {
    let stamp = TimeZone::UTC.to_datetime(now).strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut lines = Lines::default();
    for text in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Waymark//Roadmap//EN"] {
        lines.push(text);
    }
    lines.push("CALSCALE:GREGORIAN");
    lines.push("METHOD:PUBLISH");
    lines.push_text("X-WR-CALNAME", &planned.title());
    let ends = planned.rows.iter().map(|row| Event {
        id: row.id().to_string(),
        on: planned.last_day(row.placed.end),
        category: "Initiative",
        summary: format!("{} ends", row.name()),
        description: planned.story(row).join("\n"),
    });
    let waves = planned.waves().map(|(wave, after)| Event {
        id: format!("wave-{}", wave.number),
        on: planned.end_of(wave),
        category: "Wave",
        summary: format!("{} ends", wave_name(wave)),
        description: wave_story(planned, wave, after),
    });
    let mut events: Vec<Event> = waves.chain(ends).collect();
    events.sort_by_key(|event| event.on);
    let place = format!("{}.{}@waymark", planned.engagement.uid, planned.pack.id);
    for event in events {
        lines.push("BEGIN:VEVENT");
        lines.push_text("UID", &format!("{}.{place}", event.id));
        lines.push(&format!("DTSTAMP:{stamp}"));
        lines.push(&format!("DTSTART;VALUE=DATE:{}", event.on.strftime("%Y%m%d")));
        lines.push_text("SUMMARY", &event.summary);
        lines.push_text("DESCRIPTION", &event.description);
        lines.push_text("CATEGORIES", event.category);
        lines.push("TRANSP:TRANSPARENT");
        lines.push("END:VEVENT");
    }
    lines.push("END:VCALENDAR");
    lines.text
}

struct Event {
    id: String,
    on: Date,
    category: &'static str,
    summary: String,
    description: String,
}

/// Content lines, folded.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// A line. What is longer than [`LINE`] goes on in the next, behind a blank; a letter is never cut.
    fn push(&mut self, line: &str) {
        let mut room = LINE;
        for letter in line.chars() {
            if letter.len_utf8() > room {
                self.text.push_str("\r\n ");
                room = LINE - 1;
            }
            self.text.push(letter);
            room -= letter.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    /// A property whose value is a text.
    fn push_text(&mut self, name: &str, value: &str) {
        let mut line = format!("{name}:");
        for letter in value.chars() {
            match letter {
                '\\' | ';' | ',' => line.extend(['\\', letter]),
                '\n' => line.push_str("\\n"),
                letter if letter.is_control() => {}
                letter => line.push(letter),
            }
        }
        self.push(&line);
    }
}
