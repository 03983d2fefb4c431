//! What repeats, once per workspace: names of kinds and fields, writers, devices, batches, clients. A symbol is a small number; its
//! word is a byte that says what it is, then its bytes.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write;

use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;
use yardstick_domain::accept::Board;
use yardstick_domain::change::{Name, RegisterKey};
use yardstick_domain::id::{ChangeId, RecordId, Writer};

use super::damaged;
use crate::store::StoreError;
use crate::store::columns::gathered;

/// What a symbol stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Word {
    Name(Name),
    Writer(Writer),
    /// A device or a batch.
    Id(Uuid),
    Client(RecordId),
}

/// The first byte of a client's word, and of no other.
pub(super) const CLIENT: u8 = b'c';

impl Word {
    /// As stored.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let (mark, bytes): (u8, &[u8]) = match self {
            Self::Name(name) => (b'n', name.as_str().as_bytes()),
            Self::Writer(writer) => (b'w', &writer.0.to_be_bytes()),
            Self::Id(id) => (b'i', id.as_bytes()),
            Self::Client(client) => (CLIENT, client.as_bytes()),
        };
        let mut word = Vec::with_capacity(bytes.len() + 1);
        word.push(mark);
        word.extend_from_slice(bytes);
        word
    }

    /// From what was stored.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        let (&mark, bytes) = bytes.split_first().ok_or_else(|| damaged("a symbol"))?;
        let word = match mark {
            b'n' => std::str::from_utf8(bytes)
                .ok()
                .map(|name| Self::Name(Name::new(name))),
            b'w' => bytes
                .try_into()
                .ok()
                .map(|bytes| Self::Writer(Writer(u64::from_be_bytes(bytes)))),
            b'i' => Uuid::from_slice(bytes).ok().map(Self::Id),
            CLIENT => RecordId::from_slice(bytes).map(Self::Client),
            _ => None,
        };
        word.ok_or_else(|| damaged("a symbol"))
    }
}

/// Symbols by word.
#[derive(Default)]
pub(super) struct Symbols(HashMap<Word, i64>);

/// The words that reading these registers and ids needs.
pub(super) fn asked(keys: &BTreeSet<&RegisterKey>, ids: &BTreeSet<ChangeId>) -> HashSet<Word> {
    let mut words = HashSet::default();
    for key in keys {
        words.insert(Word::Client(key.client));
        words.insert(Word::Name(key.kind.clone()));
        words.insert(Word::Name(key.field.clone()));
    }
    words.extend(ids.iter().map(|id| Word::Writer(id.writer)));
    words
}

/// The words that writing a board needs.
pub(super) fn written(board: &Board) -> HashSet<Word> {
    let mut words = HashSet::default();
    for key in &board.touched {
        words.insert(Word::Client(key.client));
        words.insert(Word::Name(key.kind.clone()));
        words.insert(Word::Name(key.field.clone()));
    }
    for line in &board.lines {
        words.insert(Word::Id(line.device.0));
        words.insert(Word::Writer(line.change.id.writer));
        words.extend(line.change.batch.map(|batch| Word::Id(batch.0)));
        for id in &line.change.replaces {
            words.insert(Word::Writer(id.writer));
        }
    }
    words.extend(board.newly_named.iter().map(|id| Word::Writer(id.writer)));
    words
}

impl Symbols {
    fn get(&self, word: &Word) -> Option<i64> {
        self.0.get(word).copied()
    }

    pub(super) fn client(&self, client: RecordId) -> Option<i64> {
        self.get(&Word::Client(client))
    }

    pub(super) fn name(&self, name: &Name) -> Option<i64> {
        self.get(&Word::Name(name.clone()))
    }

    pub(super) fn writer(&self, writer: Writer) -> Option<i64> {
        self.get(&Word::Writer(writer))
    }

    pub(super) fn id(&self, id: Uuid) -> Option<i64> {
        self.get(&Word::Id(id))
    }

    /// A change's id as one number, as statements take lists of them: the writer's symbol, then 32 bits of counter.
    pub(super) fn packed(&self, id: ChangeId) -> Option<i64> {
        Some((self.writer(id.writer)? << 32) | i64::from(id.counter))
    }

    /// Finds the symbols of these words, those that exist. Answers which of them are erased clients.
    pub(super) async fn look_up(
        &mut self,
        connection: &mut SqliteConnection,
        book: i64,
        words: HashSet<Word>,
    ) -> Result<HashSet<i64>, StoreError> {
        let words: Vec<Word> = words.into_iter().collect();
        let statement = sqlx::query_scalar(
            "select json_group_array(json_array(asked.key, symbol.id, erased.client is not null))
             from json_each(?1) as asked
             cross join symbol on symbol.book = ?2 and symbol.word = unhex(asked.value)
             left join erased on erased.client = symbol.id",
        )
        .bind(hex_list(&words))
        .bind(book);
        let rows: Vec<(usize, i64, u8)> = gathered(statement, connection).await?;
        self.0.reserve(rows.len());
        let mut erased = HashSet::default();
        for (asked, id, is_erased) in rows {
            let word = words.get(asked).ok_or_else(|| damaged("a symbol"))?;
            self.0.insert(word.clone(), id);
            if is_erased != 0 {
                erased.insert(id);
            }
        }
        Ok(erased)
    }

    /// Gives each of these words a symbol that [`Symbols::look_up`] did not find.
    pub(super) async fn add(
        &mut self,
        connection: &mut SqliteConnection,
        book: i64,
        words: HashSet<Word>,
    ) -> Result<(), StoreError> {
        let missing: Vec<Word> = words
            .into_iter()
            .filter(|word| !self.0.contains_key(word))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        // A word that is there after all (a batch's, which the board does not ask for) answers its symbol as well.
        let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(
            "insert into symbol (book, word) select ?2, unhex(value) from json_each(?1) where true
             on conflict (book, word) do update set book = excluded.book
             returning id, word",
        )
        .bind(hex_list(&missing))
        .bind(book)
        .fetch_all(connection)
        .await?;
        for (id, word) in rows {
            self.0.insert(Word::from_bytes(&word)?, id);
        }
        Ok(())
    }
}

/// Words of these symbols.
pub(super) async fn words_of(
    connection: &mut SqliteConnection,
    symbols: &HashSet<i64>,
) -> Result<HashMap<i64, Word>, StoreError> {
    if symbols.is_empty() {
        return Ok(HashMap::default());
    }
    let statement = sqlx::query_scalar(
        "select json_group_array(json_array(symbol.id, hex(symbol.word)))
         from json_each(?) as asked cross join symbol on symbol.id = asked.value",
    )
    .bind(number_list(symbols.iter().copied()));
    let rows: Vec<(i64, String)> = gathered(statement, connection).await?;
    rows.into_iter()
        .map(|(id, word)| {
            let word = hex::decode(word).map_err(|_| damaged("a symbol"))?;
            Ok((id, Word::from_bytes(&word)?))
        })
        .collect()
}

/// Numbers as a JSON array.
pub(super) fn number_list(numbers: impl IntoIterator<Item = i64>) -> String {
    let mut list = String::from("[");
    for number in numbers {
        if list.len() > 1 {
            list.push(',');
        }
        // Writing to a string does not fail.
        let _ = write!(list, "{number}");
    }
    list.push(']');
    list
}

fn hex_list(words: &[Word]) -> String {
    let mut list = String::from("[");
    for word in words {
        list.push_str(if list.len() > 1 { ",\"" } else { "\"" });
        list.push_str(&hex::encode(word.to_bytes()));
        list.push('"');
    }
    list.push(']');
    list
}
