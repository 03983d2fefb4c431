//! The rules of the method: pure functions over typed records, one noun a file, reasons as data that both languages can say.
//!
//! No clock and no time zone in here: today, now and the offset from UTC are arguments.

mod also_edited;
mod appointment;
mod assessment;
mod calendar;
mod car;
mod client_file;
mod client_list;
mod client_view;
mod clock_off;
mod due;
mod engagement;
mod meeting;
mod need;
mod next_step;
mod only;
mod promise;
mod question;
mod reading;
mod recap;
mod service_file;
mod summary;
mod tier;
mod today;
mod unlogged;
mod wrap_up;

pub use also_edited::{CameOf, both, came_of, can_be_typed, is_prose};
pub use appointment::{following, is_missed, usual_minute, usual_starts};
pub use assessment::{
    AnswerChange, Capacity, Depth, Given, Source, Standing, answer_changes, answer_id, assessed,
    assessed_then, assessments, question_of,
};
pub use calendar::{CalendarWords, calendar};
pub use car::{Car, CarFigure, CarLine, CarMeeting, car, people};
pub use client_file::ClientFile;
pub use client_list::{ListFilter, ListSort, list};
pub use client_view::{ClientView, ViewLine, client_view, is_internal};
pub use clock_off::{ClockOff, Span, clock_off};
pub use due::{Due, usual_days};
pub use engagement::{
    EngagementDate, agreed_dates, ended_engagements, is_running, meeting_engagements,
    running_engagements,
};
pub use meeting::{
    IDLE_MINUTES, MeetingStatus, about_the_same, deleted_with, elapsed, forgotten_end,
    logged_minutes, minutes_entry, status,
};
pub use need::needs;
pub use next_step::{NextStep, next_step};
pub use only::{
    kol_item_id, plan_id, plan_item_id, practice_id, profile_id, screening_id, supplement_id,
};
pub use promise::{
    LineTask, Promise, TaskFollows, is_open, open_promises, promise_side, promise_title,
    promised_at, task_follows,
};
pub use question::{Answered, Question};
pub use reading::{Reached, reached, readings_of};
pub use recap::recap_of;
pub use service_file::{ServiceFile, list as list_of};
pub use summary::{BookSummaries, Draft, MeetingSummary, Summary, summarize};
pub use tier::{Dimension, Level, TierReason, TierVerdict};
pub use today::{Today, TodayDraft, TodayMeeting, TodayPromise, TodayQuiet, TodayRules, today};
pub use unlogged::maybe_forgotten;
pub use wrap_up::{WrapUp, WrapUpStep, wrap_up};
