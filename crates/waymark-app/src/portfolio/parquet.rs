//! Apache Parquet, as much of it as a table of plain columns needs: one data page per column and row group, plain values, gzip.
//!
//! The format: <https://parquet.apache.org/docs/file-format/>. Heads are structs of Thrift's compact protocol.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use waymark_core::portfolio::{Cell, Column, ColumnKind};

/// First and last bytes of a file.
const MAGIC: &[u8; 4] = b"PAR1";
/// Plain values, one after the other.
const PLAIN: i32 = 0;
/// Runs of equal values: the encoding of "is there a value".
const RLE: i32 = 3;
/// Pages are compressed with gzip.
const GZIP: i32 = 2;

/// A file in the making: rows come one by one, and are kept by column until a group of them is full.
pub(super) struct Writer {
    columns: &'static [Column],
    /// Rows of a full group.
    group: usize,
    bytes: Vec<u8>,
    held: Vec<Held>,
    rows: usize,
    /// Rows of all groups written.
    all_rows: usize,
    groups: Vec<Group>,
}

/// The values of a column that wait for their group to be full.
#[derive(Default)]
struct Held {
    /// Whether each row has a value.
    is_there: Vec<bool>,
    /// The values as plain bytes; flags wait apart, since eight of them make a byte.
    plain: Vec<u8>,
    flags: Vec<bool>,
}

/// A group as the foot of the file tells it.
struct Group {
    rows: usize,
    chunks: Vec<Chunk>,
}

/// A column of a group as the foot of the file tells it.
struct Chunk {
    /// Where its page begins.
    offset: usize,
    /// Bytes of the page and its head, before and after compression.
    uncompressed: usize,
    compressed: usize,
}

impl Writer {
    pub(super) fn new(columns: &'static [Column], group: usize) -> Self {
        Self {
            columns,
            group,
            bytes: MAGIC.to_vec(),
            held: columns.iter().map(|_| Held::default()).collect(),
            rows: 0,
            all_rows: 0,
            groups: vec![],
        }
    }

    /// Adds a row: a cell per column, each of the column's kind, or null where the column may be.
    ///
    /// # Errors
    /// When a page cannot be compressed.
    ///
    /// # Panics
    /// For a row that does not fit the columns, which is a mistake of the caller.
    pub(super) fn push(&mut self, row: &[Cell]) -> std::io::Result<()> {
        assert_eq!(row.len(), self.columns.len(), "a row has a cell for each column");
        for ((column, held), cell) in self.columns.iter().zip(&mut self.held).zip(row) {
            held.is_there.push(*cell != Cell::Null);
            match (column.kind, cell) {
                (_, Cell::Null) => assert!(column.is_nullable, "{} has a value", column.name),
                (ColumnKind::Text, Cell::Text(text)) => {
                    let length = u32::try_from(text.len()).expect("a short text");
                    held.plain.extend(length.to_le_bytes());
                    held.plain.extend(text.as_bytes());
                }
                (ColumnKind::Whole, Cell::Whole(number)) => held.plain.extend(number.to_le_bytes()),
                (ColumnKind::Number, Cell::Number(number)) => {
                    held.plain.extend(number.to_le_bytes());
                }
                (ColumnKind::Flag, Cell::Flag(flag)) => held.flags.push(*flag),
                (kind, cell) => panic!("{} holds {}, not {cell:?}", column.name, kind.word()),
            }
        }
        self.rows += 1;
        if self.rows == self.group { self.end_group() } else { Ok(()) }
    }

    fn end_group(&mut self) -> std::io::Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut chunks = Vec::new();
        for (column, held) in self.columns.iter().zip(&mut self.held) {
            let held = std::mem::take(held);
            let mut page = Vec::new();
            if column.is_nullable {
                let levels = runs(&held.is_there);
                page.extend(u32::try_from(levels.len()).expect("a short list").to_le_bytes());
                page.extend(levels);
            }
            page.extend(held.plain);
            for eight in held.flags.chunks(8) {
                let bits = eight.iter().enumerate().map(|(at, &flag)| u8::from(flag) << at);
                page.push(bits.fold(0, |byte, bit| byte | bit));
            }
            let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
            gzip.write_all(&page)?;
            let compressed = gzip.finish()?;
            let head = page_head(self.rows, page.len(), compressed.len());
            chunks.push(Chunk {
                offset: self.bytes.len(),
                uncompressed: head.len() + page.len(),
                compressed: head.len() + compressed.len(),
            });
            self.bytes.extend(head);
            self.bytes.extend(compressed);
        }
        self.groups.push(Group { rows: self.rows, chunks });
        self.all_rows += self.rows;
        self.rows = 0;
        Ok(())
    }

    /// The file's bytes.
    ///
    /// # Errors
    /// When a page cannot be compressed.
    pub(super) fn finish(mut self) -> std::io::Result<Vec<u8>> {
        self.end_group()?;
        let foot = self.foot();
        let length = u32::try_from(foot.len()).expect("a short foot");
        self.bytes.extend(foot);
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(MAGIC);
        Ok(self.bytes)
    }

    /// `FileMetaData`.
    fn foot(&self) -> Vec<u8> {
        let mut schema: Vec<Vec<u8>> = vec![{
            let mut root = Struct::new();
            root.text(4, "schema");
            root.i32(5, self.columns.len() as i32);
            root.end()
        }];
        schema.extend(self.columns.iter().map(schema_element));
        let groups: Vec<Vec<u8>> = self.groups.iter().map(|group| self.row_group(group)).collect();
        let mut foot = Struct::new();
        foot.i32(1, 1);
        foot.structs(2, &schema);
        foot.i64(3, self.all_rows as i64);
        foot.structs(4, &groups);
        foot.text(6, "Waymark");
        foot.end()
    }

    fn row_group(&self, group: &Group) -> Vec<u8> {
        let chunks: Vec<Vec<u8>> = self
            .columns
            .iter()
            .zip(&group.chunks)
            .map(|(column, chunk)| column_chunk(column, chunk, group.rows))
            .collect();
        let total = |of: fn(&Chunk) -> usize| group.chunks.iter().map(of).sum::<usize>() as i64;
        let mut told = Struct::new();
        told.structs(1, &chunks);
        told.i64(2, total(|chunk| chunk.uncompressed));
        told.i64(3, group.rows as i64);
        told.i64(6, total(|chunk| chunk.compressed));
        told.end()
    }
}

/// Parquet's number of a kind.
fn physical(kind: ColumnKind) -> i32 {
    match kind {
        ColumnKind::Flag => 0,
        ColumnKind::Whole => 1,
        ColumnKind::Number => 5,
        ColumnKind::Text => 6,
    }
}

fn schema_element(column: &Column) -> Vec<u8> {
    let mut element = Struct::new();
    element.i32(1, physical(column.kind));
    element.i32(3, i32::from(column.is_nullable));
    element.text(4, column.name);
    if column.kind == ColumnKind::Text {
        // UTF-8, in the old way and in the new one: a union whose first member is the empty struct `StringType`.
        element.i32(6, 0);
        let mut logical = Struct::new();
        logical.inner(1, &Struct::new().end());
        element.inner(10, &logical.end());
    }
    element.end()
}

fn page_head(rows: usize, uncompressed: usize, compressed: usize) -> Vec<u8> {
    let mut data = Struct::new();
    data.i32(1, rows as i32);
    data.i32(2, PLAIN);
    data.i32(3, RLE);
    data.i32(4, RLE);
    let mut head = Struct::new();
    head.i32(1, 0);
    head.i32(2, uncompressed as i32);
    head.i32(3, compressed as i32);
    head.inner(5, &data.end());
    head.end()
}

fn column_chunk(column: &Column, chunk: &Chunk, rows: usize) -> Vec<u8> {
    let mut meta = Struct::new();
    meta.i32(1, physical(column.kind));
    meta.numbers(2, &[PLAIN, RLE]);
    meta.texts(3, &[column.name]);
    meta.i32(4, GZIP);
    meta.i64(5, rows as i64);
    meta.i64(6, chunk.uncompressed as i64);
    meta.i64(7, chunk.compressed as i64);
    meta.i64(9, chunk.offset as i64);
    let mut told = Struct::new();
    told.i64(2, chunk.offset as i64);
    told.inner(3, &meta.end());
    told.end()
}

/// Runs of equal flags as numbers of one bit: twice the length of the run, then the flag.
fn runs(flags: &[bool]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for run in flags.chunk_by(|a, b| a == b) {
        varint(&mut bytes, (run.len() as u64) << 1);
        bytes.push(u8::from(run[0]));
    }
    bytes
}

fn varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number as u8) | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Small numbers of either sign as small numbers.
fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

/// A struct of Thrift's compact protocol; fields come in rising order.
struct Struct {
    bytes: Vec<u8>,
    last: i16,
}

impl Struct {
    const I32: u8 = 5;
    const I64: u8 = 6;
    const TEXT: u8 = 8;
    const LIST: u8 = 9;
    const STRUCT: u8 = 12;

    fn new() -> Self {
        Self { bytes: vec![], last: 0 }
    }

    fn field(&mut self, id: i16, kind: u8) {
        let step = id - self.last;
        assert!((1..=15).contains(&step), "fields rise, by at most 15");
        self.bytes.push(((step as u8) << 4) | kind);
        self.last = id;
    }

    fn i32(&mut self, id: i16, number: i32) {
        self.field(id, Self::I32);
        varint(&mut self.bytes, zigzag(number.into()));
    }

    fn i64(&mut self, id: i16, number: i64) {
        self.field(id, Self::I64);
        varint(&mut self.bytes, zigzag(number));
    }

    fn text(&mut self, id: i16, text: &str) {
        self.field(id, Self::TEXT);
        self.plain_text(text);
    }

    fn plain_text(&mut self, text: &str) {
        varint(&mut self.bytes, text.len() as u64);
        self.bytes.extend(text.as_bytes());
    }

    fn inner(&mut self, id: i16, inner: &[u8]) {
        self.field(id, Self::STRUCT);
        self.bytes.extend(inner);
    }

    fn list(&mut self, id: i16, length: usize, kind: u8) {
        self.field(id, Self::LIST);
        if length < 15 {
            self.bytes.push(((length as u8) << 4) | kind);
        } else {
            self.bytes.push(0xF0 | kind);
            varint(&mut self.bytes, length as u64);
        }
    }

    fn structs(&mut self, id: i16, structs: &[Vec<u8>]) {
        self.list(id, structs.len(), Self::STRUCT);
        for one in structs {
            self.bytes.extend(one);
        }
    }

    fn numbers(&mut self, id: i16, numbers: &[i32]) {
        self.list(id, numbers.len(), Self::I32);
        for &number in numbers {
            varint(&mut self.bytes, zigzag(number.into()));
        }
    }

    fn texts(&mut self, id: i16, texts: &[&str]) {
        self.list(id, texts.len(), Self::TEXT);
        for text in texts {
            self.plain_text(text);
        }
    }

    fn end(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }
}
