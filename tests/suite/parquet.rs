//! A reader of flat Parquet tables, written from the format's description and knowing nothing of the writer.

use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::read::GzDecoder;

/// Numbers of physical types.
pub(crate) const BOOLEAN: i64 = 0;
pub(crate) const INT32: i64 = 1;
pub(crate) const DOUBLE: i64 = 5;
pub(crate) const BYTE_ARRAY: i64 = 6;

pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: i64,
    pub(crate) is_nullable: bool,
}

pub(crate) struct Table {
    pub(crate) columns: Vec<Column>,
    /// Values as text; `None` for null.
    pub(crate) rows: Vec<Vec<Option<String>>>,
}

/// A value of Thrift's compact protocol.
#[derive(Debug, Clone)]
enum Thrift {
    Number(i64),
    Bytes(Vec<u8>),
    List(Vec<Thrift>),
    Struct(BTreeMap<i64, Thrift>),
}

impl Thrift {
    fn field(&self, id: i64) -> &Thrift {
        let Thrift::Struct(fields) = self else { panic!("a struct: {self:?}") };
        fields.get(&id).unwrap_or_else(|| panic!("field {id} of {self:?}"))
    }

    fn has(&self, id: i64) -> bool {
        matches!(self, Thrift::Struct(fields) if fields.contains_key(&id))
    }

    fn number(&self) -> i64 {
        let Thrift::Number(number) = self else { panic!("a number: {self:?}") };
        *number
    }

    fn text(&self) -> String {
        let Thrift::Bytes(bytes) = self else { panic!("a text: {self:?}") };
        String::from_utf8(bytes.clone()).expect("UTF-8")
    }

    fn list(&self) -> &[Thrift] {
        let Thrift::List(list) = self else { panic!("a list: {self:?}") };
        list
    }
}

/// Bytes that are read from the front.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        taken
    }

    fn byte(&mut self) -> u8 {
        self.take(1)[0]
    }

    fn varint(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return number;
            }
            shift += 7;
        }
    }

    fn zigzag(&mut self) -> i64 {
        let number = self.varint();
        (number >> 1) as i64 ^ -((number & 1) as i64)
    }

    fn u32(&mut self) -> usize {
        u32::from_le_bytes(self.take(4).try_into().expect("four bytes")) as usize
    }

    fn value(&mut self, kind: u8) -> Thrift {
        match kind {
            1 => Thrift::Number(1),
            2 => Thrift::Number(0),
            3..=6 => Thrift::Number(self.zigzag()),
            8 => {
                let length = self.varint() as usize;
                Thrift::Bytes(self.take(length).to_vec())
            }
            9 => {
                let head = self.byte();
                let length = if head >> 4 == 15 { self.varint() } else { u64::from(head >> 4) };
                Thrift::List((0..length).map(|_| self.value(head & 15)).collect())
            }
            12 => self.fields(),
            other => panic!("there is no type {other}"),
        }
    }

    fn fields(&mut self) -> Thrift {
        let (mut fields, mut id) = (BTreeMap::new(), 0);
        loop {
            let head = self.byte();
            if head == 0 {
                return Thrift::Struct(fields);
            }
            id = if head >> 4 == 0 { self.zigzag() } else { id + i64::from(head >> 4) };
            let value = self.value(head & 15);
            fields.insert(id, value);
        }
    }

    /// Numbers of one bit: runs and packed groups of eight.
    fn levels(&mut self, count: usize) -> Vec<bool> {
        let mut levels = Vec::new();
        while levels.len() < count {
            let head = self.varint();
            if head & 1 == 0 {
                let value = self.byte() == 1;
                levels.extend(std::iter::repeat_n(value, (head >> 1) as usize));
            } else {
                for byte in self.take((head >> 1) as usize) {
                    levels.extend((0..8).map(|bit| byte >> bit & 1 == 1));
                }
            }
        }
        levels.truncate(count);
        levels
    }
}

/// Reads a whole file, and holds every number in it to what it stands for.
pub(crate) fn read(file: &[u8]) -> Table {
    let end = file.len();
    assert_eq!((&file[..4], &file[end - 4..]), (&b"PAR1"[..], &b"PAR1"[..]), "the marks");
    let length = Bytes(&file[end - 8..]).u32();
    let mut foot = Bytes(&file[end - 8 - length..end - 8]);
    let meta = foot.fields();
    assert!(foot.0.is_empty(), "the foot ends where it says");
    let schema = meta.field(2).list();
    assert_eq!(schema[0].field(5).number() as usize, schema.len() - 1, "the root's children");
    let columns: Vec<Column> = schema[1..]
        .iter()
        .map(|element| Column {
            name: element.field(4).text(),
            kind: element.field(1).number(),
            is_nullable: element.field(3).number() == 1,
        })
        .collect();
    for (column, element) in columns.iter().zip(&schema[1..]) {
        assert_eq!(
            element.has(10),
            column.kind == BYTE_ARRAY,
            "{} says that it is text",
            column.name
        );
    }
    let mut rows: Vec<Vec<Option<String>>> = Vec::new();
    for group in meta.field(4).list() {
        let count = group.field(3).number() as usize;
        let chunks = group.field(1).list();
        assert_eq!(chunks.len(), columns.len());
        let total: i64 = chunks.iter().map(|chunk| chunk.field(3).field(7).number()).sum();
        assert_eq!(group.field(6).number(), total, "the size of the group");
        let read: Vec<Vec<Option<String>>> = columns
            .iter()
            .zip(chunks)
            .map(|(column, chunk)| page(file, column, chunk, count))
            .collect();
        rows.extend((0..count).map(|at| read.iter().map(|column| column[at].clone()).collect()));
    }
    assert_eq!(meta.field(3).number() as usize, rows.len(), "the rows of the file");
    Table { columns, rows }
}

fn page(file: &[u8], column: &Column, chunk: &Thrift, count: usize) -> Vec<Option<String>> {
    let meta = chunk.field(3);
    assert_eq!(meta.field(1).number(), column.kind);
    assert_eq!(meta.field(3).list()[0].text(), column.name);
    assert_eq!(
        (meta.field(4).number(), meta.field(5).number() as usize),
        (2, count),
        "gzip, all rows"
    );
    let from = meta.field(9).number() as usize;
    let whole = &file[from..from + meta.field(7).number() as usize];
    let mut bytes = Bytes(whole);
    let head = bytes.fields();
    let head_length = whole.len() - bytes.0.len();
    assert_eq!(head.field(3).number() as usize, bytes.0.len(), "the page ends where it says");
    let mut page = Vec::new();
    GzDecoder::new(bytes.0).read_to_end(&mut page).expect("gzip");
    assert_eq!(head.field(2).number() as usize, page.len());
    assert_eq!(meta.field(6).number() as usize, head_length + page.len());
    assert_eq!(head.field(5).field(1).number() as usize, count);
    let mut page = Bytes(&page);
    let is_there = if column.is_nullable {
        let length = page.u32();
        Bytes(page.take(length)).levels(count)
    } else {
        vec![true; count]
    };
    let there = is_there.iter().filter(|there| **there).count();
    let mut values: Vec<String> = match column.kind {
        BOOLEAN => {
            let bits = page.take(there.div_ceil(8));
            (0..there).map(|at| (bits[at / 8] >> (at % 8) & 1 == 1).to_string()).collect()
        }
        INT32 => (0..there)
            .map(|_| i32::from_le_bytes(page.take(4).try_into().expect("four bytes")).to_string())
            .collect(),
        DOUBLE => (0..there)
            .map(|_| f64::from_le_bytes(page.take(8).try_into().expect("eight bytes")).to_string())
            .collect(),
        BYTE_ARRAY => (0..there)
            .map(|_| {
                let length = page.u32();
                String::from_utf8(page.take(length).to_vec()).expect("UTF-8")
            })
            .collect(),
        other => panic!("there is no column of type {other}"),
    };
    assert!(page.0.is_empty(), "nothing is left of {}", column.name);
    values.reverse();
    is_there.into_iter().map(|there| if there { values.pop() } else { None }).collect()
}
