//! The stored form of a summary: a version byte, then the fields in order. A version that is not known is no summary: it is made anew from the bundle.

use super::{Draft, MeetingSummary, Summary, TakenOver};
use crate::codec::put_varint;
use crate::id::RecordId;
use crate::method::{MeetingSupplement, Promise};
use crate::order;
use crate::text::Haystack;
use crate::values::{Choice, Date, Instant};

/// The version of the form. To be raised with every change of it; old bytes are then made anew.
const VERSION: u8 = 5;

impl Summary {
    /// The stored form.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Writer(vec![VERSION]);
        out.option(self.name.as_deref());
        out.option(self.stage.as_ref().map(Choice::name));
        out.option(self.kind.as_ref().map(Choice::name));
        out.option(self.owner.as_deref());
        out.list(self.tags.iter(), |out, tag| out.text(tag));
        out.flag(self.archived);
        out.text(self.haystack.as_str());
        for moment in [self.last_contact, self.last_work, self.last_outcome] {
            out.number(moment.map_or(0, plus_one));
        }
        out.list(self.promises.iter(), |out, promise| {
            out.id(promise.task);
            out.flag(promise.ours);
            out.text(&promise.title);
            out.date(promise.due);
        });
        out.list(self.meetings.iter(), |out, meeting| {
            out.id(meeting.id);
            out.number(plus_one(meeting.at));
            out.flag(meeting.running);
            out.option(meeting.title.as_deref());
            out.option(meeting.place.as_deref());
        });
        out.list(self.last_meeting.iter(), |out, id| out.id(*id));
        out.list(self.drafts.iter(), |out, draft| {
            out.id(draft.meeting);
            out.number(plus_one(draft.ended));
            out.number(u64::from(draft.marks));
            out.number(u64::from(draft.undated));
        });
        out.list(self.supplements.iter(), |out, open| {
            out.id(open.meeting);
            out.number(plus_one(open.ended));
            out.flag(open.is_said);
        });
        out.option(self.tier.as_ref().map(Choice::name));
        out.date(self.quiet_until);
        out.number(u64::from(self.open_items));
        out.list(self.taken_over.iter(), |out, taken| {
            out.id(taken.id);
            out.number(plus_one(taken.at));
            out.option(taken.from.as_deref());
            out.option(taken.to.as_deref());
        });
        out.number(u64::from(self.also_edited));
        out.0
    }

    /// Reads the stored form; `None` for one of another version, or damaged.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (&VERSION, rest) = bytes.split_first()? else {
            return None;
        };
        let mut from = Reader(rest);
        let summary = Self {
            name: from.option()?,
            stage: from.option()?.map(|name| Choice::from_name(&name)),
            kind: from.option()?.map(|name| Choice::from_name(&name)),
            owner: from.option()?,
            tags: order::set(from.list(Reader::text)?),
            archived: from.flag()?,
            haystack: Haystack::from_folded(from.text()?),
            last_contact: from.moment()?,
            last_work: from.moment()?,
            last_outcome: from.moment()?,
            promises: from.list(|from| {
                Some(Promise {
                    task: from.id()?,
                    ours: from.flag()?,
                    title: from.text()?,
                    due: from.date()?,
                })
            })?,
            meetings: from.list(|from| {
                Some(MeetingSummary {
                    id: from.id()?,
                    at: from.moment()??,
                    running: from.flag()?,
                    title: from.option()?,
                    place: from.option()?,
                })
            })?,
            last_meeting: from.list(Reader::id)?.pop(),
            drafts: from.list(|from| {
                Some(Draft {
                    meeting: from.id()?,
                    ended: from.moment()??,
                    marks: from.small()?,
                    undated: from.small()?,
                })
            })?,
            supplements: from.list(|from| {
                Some(MeetingSupplement {
                    meeting: from.id()?,
                    ended: from.moment()??,
                    is_said: from.flag()?,
                })
            })?,
            tier: from.option()?.map(|name| Choice::from_name(&name)),
            quiet_until: from.date()?,
            open_items: from.small()?,
            taken_over: from
                .list(|from| {
                    Some(TakenOver {
                        id: from.id()?,
                        at: from.moment()??,
                        from: from.option()?,
                        to: from.option()?,
                    })
                })?
                .pop(),
            also_edited: from.small()?,
        };
        from.0.is_empty().then_some(summary)
    }
}

/// Zero is kept for "none".
fn plus_one(at: Instant) -> u64 {
    u64::try_from(at.ms()).unwrap_or(0) + 1
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, number: u64) {
        put_varint(&mut self.0, number);
    }

    fn flag(&mut self, flag: bool) {
        self.0.push(u8::from(flag));
    }

    fn id(&mut self, id: RecordId) {
        self.0.extend_from_slice(id.as_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    fn option(&mut self, text: Option<&str>) {
        self.list(text.iter(), |out, text| out.text(text));
    }

    fn date(&mut self, date: Option<Date>) {
        // From 1900 on, so never negative.
        let days = date.map(|date| i64::from(date.unix_days()) - i64::from(FIRST_DAY) + 1);
        self.number(days.and_then(|days| u64::try_from(days).ok()).unwrap_or(0));
    }

    fn list<T>(
        &mut self,
        items: impl ExactSizeIterator<Item = T>,
        mut each: impl FnMut(&mut Self, T),
    ) {
        self.number(items.len() as u64);
        for item in items {
            each(self, item);
        }
    }
}

/// 1900-01-01 in days since 1970.
const FIRST_DAY: i32 = -25_567;

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn bytes(&mut self, count: usize) -> Option<&[u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes(1)?.first()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn small(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    fn flag(&mut self) -> Option<bool> {
        match self.bytes(1)? {
            [0] => Some(false),
            [1] => Some(true),
            _ => None,
        }
    }

    fn id(&mut self) -> Option<RecordId> {
        RecordId::from_slice(self.bytes(16)?)
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number()?.try_into().ok()?;
        String::from_utf8(self.bytes(length)?.to_vec()).ok()
    }

    fn option(&mut self) -> Option<Option<String>> {
        self.list(Self::text).map(|mut texts| texts.pop())
    }

    /// `None`: damaged; `Some(None)`: no moment.
    #[expect(
        clippy::option_option,
        reason = "damaged and absent are two things; both are ordinary here"
    )]
    fn moment(&mut self) -> Option<Option<Instant>> {
        match self.number()?.checked_sub(1) {
            None => Some(None),
            Some(ms) => Instant::from_ms(ms.try_into().ok()?).map(Some),
        }
    }

    #[expect(
        clippy::option_option,
        reason = "damaged and absent are two things; both are ordinary here"
    )]
    fn date(&mut self) -> Option<Option<Date>> {
        match self.number()?.checked_sub(1) {
            None => Some(None),
            Some(days) => {
                Date::from_unix_days(i32::try_from(days).ok()?.checked_add(FIRST_DAY)?).map(Some)
            }
        }
    }

    fn list<T>(&mut self, mut each: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        // Every item takes a byte at least: damaged bytes cannot ask for more than there is.
        if count > self.0.len() as u64 {
            return None;
        }
        (0..count).map(|_| each(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::method::client_file::testing::{at, day, id};
    use crate::records::{ClientKind, Stage, Tier};
    use proptest::prelude::*;

    fn full() -> Summary {
        Summary {
            name: Some("山嵐製茶".into()),
            stage: Some(Stage::Other("orbiting".into())),
            kind: Some(ClientKind::Product),
            owner: Some("我".into()),
            tags: BTreeSet::from(["茶".into(), "老客戶".into()]),
            archived: true,
            haystack: Haystack::of(["山嵐製茶", "茶"]),
            last_contact: Some(at(18, 10, 45)),
            last_work: Some(at(19, 9, 0)),
            last_outcome: Some(at(20, 9, 0)),
            promises: vec![
                Promise {
                    task: id(1),
                    ours: true,
                    title: "範本".into(),
                    due: Some(day(25)),
                },
                Promise {
                    task: id(2),
                    ours: false,
                    title: String::new(),
                    due: None,
                },
            ],
            meetings: vec![MeetingSummary {
                id: id(3),
                at: at(29, 14, 0),
                running: false,
                title: None,
                place: Some("店裡".into()),
            }],
            last_meeting: Some(id(4)),
            drafts: vec![Draft {
                meeting: id(5),
                ended: at(18, 10, 45),
                marks: 3,
                undated: 1,
            }],
            supplements: vec![MeetingSupplement {
                meeting: id(5),
                ended: at(18, 10, 45),
                is_said: true,
            }],
            tier: Some(Tier::Mid),
            quiet_until: Some(day(27)),
            open_items: 12,
            taken_over: Some(TakenOver {
                id: id(6),
                at: at(19, 9, 0),
                from: Some("林小滿".into()),
                to: None,
            }),
            also_edited: 2,
        }
    }

    #[test]
    fn what_is_stored_is_read() {
        for summary in [full(), Summary::default()] {
            assert_eq!(Summary::decode(&summary.encode()), Some(summary));
        }
    }

    #[test]
    fn another_version_or_damage_is_no_summary() {
        let bytes = full().encode();
        for cut in 0..bytes.len() {
            assert_eq!(Summary::decode(&bytes[..cut]), None, "cut at {cut}");
        }
        assert_eq!(Summary::decode(&[bytes.as_slice(), &[0]].concat()), None);
        assert_eq!(
            Summary::decode(&[&[VERSION + 1], &bytes[1..]].concat()),
            None
        );
    }

    /// If this fails the form has changed: raise [`VERSION`], then pin the new form.
    #[test]
    fn the_form_is_that_of_its_version() {
        let hash = xxhash_rust::xxh3::xxh3_64(&full().encode());
        assert_eq!((VERSION, hash), (5, 4_817_739_415_730_429_700));
    }

    proptest! {
        #[test]
        fn reading_never_panics(bytes: Vec<u8>, at in 0_usize..200, byte: u8) {
            let _ = Summary::decode(&bytes);
            let _ = Summary::decode(&[&[VERSION], bytes.as_slice()].concat());
            let mut damaged = full().encode();
            let place = at % damaged.len();
            damaged[place] = byte;
            let _ = Summary::decode(&damaged);
        }
    }
}
