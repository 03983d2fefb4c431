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
mod cost_talk;
mod due;
mod engagement;
mod hand_over;
mod holidays;
mod kol;
mod looked_at;
mod meeting;
mod need;
mod next_step;
mod nudge;
mod only;
mod plan;
mod profile;
mod promise;
mod question;
mod reading;
mod recap;
mod schedule;
mod screening;
mod searched;
mod service_events;
mod service_facts;
mod service_file;
mod summary;
mod supplement;
mod tier;
mod today;
mod unlogged;
mod weekly;
mod workdays;
mod wrap_up;

pub use also_edited::{CameOf, both, came_of, can_be_typed, is_prose};
pub use appointment::{following, is_missed, usual_minute, usual_starts};
pub use assessment::{
    AnswerChange, Capacity, Depth, Given, Source, Standing, answer_changes, answer_id, assessed,
    assessed_then, assessments, question_of,
};
pub use calendar::{CalendarWords, Detail, DiscreetWords, calendar, feed};
pub use car::{Car, CarFigure, CarLine, CarMeeting, car, people};
pub use client_file::ClientFile;
pub use client_list::{ListFilter, ListSort, list};
pub use client_view::{ClientView, ViewLine, client_view, is_internal};
pub use clock_off::{ClockOff, Span, clock_off};
pub use cost_talk::{
    CostShare, CostTalkGap, cost_talk_gap, cost_talks, decider_was_there, deciders, is_over_whole,
    share_sum, talk_sum,
};
pub use due::{Due, usual_days, usual_work_days};
pub use engagement::{
    EngagementDate, agreed_dates, ended_engagements, is_running, meeting_engagements,
    running_engagements,
};
pub use hand_over::{
    GoesAlong, HandedOver, goes_along, hand_overs, handed_over, is_taken_over_by, takers,
};
pub use kol::{
    KOL_AGREED_AIM, KOL_DAYS, KOL_LIST_AIM, KolCounts, KolMove, KolProgress, KolTurn, KolsDropped,
    is_agreed, kol_counts, kol_named, kol_progress, kol_standing, kol_state, kol_wave,
    kols_dropped, kols_of, milestones, missing_milestones, move_kol, open_milestones, send_by,
    to_be_sent_on, works_with,
};
pub use looked_at::LookedAt;
pub use meeting::{
    IDLE_MINUTES, MeetingStatus, about_the_same, deleted_with, elapsed, forgotten_end, is_near_end,
    logged_minutes, minutes_entry, status,
};
pub use need::needs;
pub use next_step::{NextStep, next_step};
pub use nudge::{NudgeOffer, NudgeTone, Nudged, nudge_offer, nudged};
pub use only::{
    kol_item_id, plan_id, plan_item_id, practice_id, profile_id, screening_id, supplement_id,
    template_id, weekly_id,
};
pub use plan::{
    Added, AfterRefusal, Anchor, Chosen, DueBook, DueItem, EngagementResult, ItemAct, ItemStanding,
    Library, ListReadiness, Overload, Paper, PaperFor, PaperItem, PaperPart, PlanPart, Plans,
    Readiness, Retier, Suggestions, Template, TemplateEach, TemplateOrigin, Tick, Ticks, act_on,
    adopt, adopt_for_kol, aim as plan_aim, back_to_built_in, begin_plan, by_section,
    can_come_after, choose, choose_for_kol, comes_after_itself, default_template, due_items,
    edits_to, hand_over, handed_titles, item_acts, items_of_running, kol_milestones,
    lists as plan_lists, may_precede, new_place, open_at_client, open_cap, origin_of, overload,
    pace_of, paper as plan_paper, plan_items, plan_kind, predecessors, put_after, put_away,
    readiness, result, retier, standing_of, steady, suggestions, suggestions_in, take_back,
    take_out, team_library, template_key, ticks, titles_for_client, worked_out,
};
pub(crate) use plan::{level_range, levels};
pub use profile::{Characteristic, Communication, TalkAdvice, communication, profile_of};
pub use promise::{
    LineTask, Promise, TaskFollows, is_open, open_promises, promise_side, promise_title,
    promised_at, task_follows,
};
pub use question::{Answered, Question};
pub use reading::{Reached, reached, readings_of, share_of};
pub use recap::recap_of;
pub use schedule::{
    CLOSE_DAYS, CloseLaunches, DayLoad, FixedBy, Launch, LoadOf, LoadShare, MovedPoint,
    PlanProblem, Planning, PointChange, PointMove, Points, Schedule, Scheduled, Shift, ShiftCause,
    close_launches, is_open as is_plan_item_open, launches, load, move_point, moved_along,
    plan_points, point_change, points_of, schedule, schedule_of, shifted_by, shifts,
};
pub use screening::{
    AfterDecline, ScreeningAdvice, ScreeningPoint, ScreeningReason, after_decline, needs_reason,
    next_point, screening_advice, screening_of, speaking_against,
};
pub use searched::{Searched, is_searched, searched};
pub use service_events::{ServiceEvent, ServiceWhat, service_events};
pub use service_facts::ServiceFacts;
pub use service_file::{ServiceFile, list as list_of};
pub use summary::{BookSummaries, Draft, MeetingSummary, Summary, TakenOver, summarize};
pub use supplement::{
    CitableLine, MeetingSupplement, ReservedTime, SupplementClock, SupplementState, citable_lines,
    cited_for_client, open_supplements, reserved_time, supplement_of, untaken_supplements,
    wants_supplement,
};
pub use tier::{Dimension, Level, TierReason, TierVerdict};
pub use today::{
    QUIET_LATER_DAYS, Today, TodayDraft, TodayMeeting, TodayPromise, TodayQuiet, TodayRules,
    TodaySupplement, TodayTakenOver, quiet_after, today,
};
pub use unlogged::maybe_forgotten;
pub use weekly::{
    Figure, FigureValue, GridCell, LARGE_WEEK, MID_WEEK, Pace, PaceReading, PasteProblem, Pasted,
    PastedCell, SMALL_WEEK, Service, Trend, WeekHours, ad_return, hours_by_tier, is_several_cells,
    minutes_in_week, pace, planned_week, read_paste, trend, week_of, weekly_figures_of, weekly_of,
};
pub use workdays::WorkDays;
pub use wrap_up::{WrapUp, WrapUpStep, wrap_up};
