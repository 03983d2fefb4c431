//! What columns and choices are called in tables people keep: our own words in both languages first, then what others write.

use super::key;
use super::target::{Part, Target};
use super::templates::TemplateColumn;

/// The targets with the names a column of each may have.
pub(super) static HEADERS: &[(Target, &[&str])] = &[
    (
        Target::NAME,
        &[
            "名稱",
            "客戶",
            "公司名稱",
            "公司",
            "品牌名稱",
            "品牌",
            "店名",
            "單位",
            "廠商",
            "廠商名稱",
            "提案者",
            "提案人",
            "團隊名稱",
            "name",
            "client",
            "company",
            "company name",
            "brand",
            "brand name",
            "customer",
            "customer name",
            "account",
            "organisation",
            "organization",
        ],
    ),
    (
        Target::whole("client", "kind"),
        &["類型", "客戶類別", "kind", "type"],
    ),
    (
        Target::whole("client", "stage"),
        &["階段", "狀態", "進度", "stage", "status"],
    ),
    (
        Target::whole("client", "experience"),
        &["募資經驗", "經驗", "campaign experience", "experience"],
    ),
    (
        Target::whole("client", "industry"),
        &[
            "產業",
            "產業別",
            "行業",
            "行業別",
            "類別",
            "industry",
            "trade",
            "category",
            "sector",
        ],
    ),
    (
        Target::whole("client", "tax_id"),
        &[
            "統編",
            "統一編號",
            "公司統編",
            "稅籍編號",
            "tax id",
            "vat",
            "vat number",
            "ubn",
            "gui number",
        ],
    ),
    (
        Target::whole("client", "address"),
        &["地址", "公司地址", "聯絡地址", "address"],
    ),
    (
        Target::whole("client", "line_group"),
        &["LINE 群組", "群組", "LINE group"],
    ),
    (
        Target::whole("client", "owner"),
        &[
            "負責人",
            "負責顧問",
            "顧問",
            "業務",
            "承辦",
            "owner",
            "account manager",
            "consultant",
        ],
    ),
    (
        Target::whole("client", "deputy"),
        &["代理人", "職務代理人", "deputy", "backup"],
    ),
    (
        Target::whole("client", "team_size"),
        &[
            "團隊人數",
            "人數",
            "員工數",
            "員工人數",
            "team size",
            "size",
            "employees",
            "headcount",
        ],
    ),
    (
        Target::whole("client", "tags"),
        &["標籤", "標記", "tags", "tag", "labels"],
    ),
    (
        Target::whole("client", "advice"),
        &["相處提醒", "提醒", "how to talk with them", "advice"],
    ),
    (
        Target::whole("client", "archived"),
        &["已封存", "封存", "archived"],
    ),
    (
        Target::whole("engagement", "title"),
        &[
            "案名",
            "案子",
            "專案",
            "專案名稱",
            "計畫名稱",
            "募資案",
            "商品名稱",
            "產品名稱",
            "方案名稱",
            "標題",
            "title",
            "engagement",
            "campaign",
            "campaign name",
            "campaign title",
            "project",
            "project name",
            "product",
            "product name",
        ],
    ),
    (
        Target::whole("engagement", "kind"),
        &["類型", "案子類別", "專案類型", "kind", "type"],
    ),
    (
        Target::whole("engagement", "target"),
        &[
            "目標金額",
            "目標",
            "募資目標",
            "集資目標",
            "target",
            "target amount",
            "goal",
            "funding goal",
        ],
    ),
    (
        Target::whole("engagement", "success"),
        &["成功金額", "success amount"],
    ),
    (
        Target::whole("engagement", "period"),
        &[
            "走期",
            "集資期間",
            "募資期間",
            "期間",
            "檔期",
            "run",
            "period",
            "campaign period",
        ],
    ),
    (
        Target::part("engagement", "period", Part::Start),
        &[
            "上線日",
            "開始",
            "開始日",
            "開始日期",
            "集資開始",
            "募資開始",
            "起始日",
            "上線",
            "launch",
            "launch date",
            "start",
            "start date",
        ],
    ),
    (
        Target::part("engagement", "period", Part::End),
        &[
            "結束日",
            "結束",
            "結束日期",
            "集資結束",
            "募資結束",
            "截止",
            "截止日",
            "下線日",
            "end",
            "end date",
            "deadline",
        ],
    ),
    (
        Target::whole("engagement", "ship_date"),
        &[
            "出貨日",
            "出貨",
            "出貨日期",
            "預計出貨",
            "ship date",
            "shipping date",
        ],
    ),
    (
        Target::whole("engagement", "fee_rate"),
        &[
            "抽成比例",
            "抽成",
            "服務費率",
            "手續費率",
            "fee rate",
            "fee",
            "commission",
        ],
    ),
    (
        Target::whole("engagement", "contract_value"),
        &["合約金額", "簽約金額", "contract value", "contract amount"],
    ),
    (
        Target::whole("engagement", "renewal_date"),
        &["續約日", "續約日期", "renewal date"],
    ),
    (
        Target::whole("engagement", "product_strength"),
        &["產品力", "product strength"],
    ),
    (
        Target::whole("engagement", "cause_reach"),
        &["議題聲量", "reach of the cause"],
    ),
    (
        Target::whole("engagement", "similarity"),
        &["同質性", "similarity"],
    ),
    (
        Target::part("engagement", "outcome", Part::State),
        &["結果", "outcome", "result"],
    ),
    (
        Target::part("engagement", "outcome", Part::At),
        &["結果的時間", "結案時間", "time of the outcome"],
    ),
    (
        Target::whole("reading", "amount"),
        &[
            "達成金額",
            "累積金額",
            "已募金額",
            "目前金額",
            "集資金額",
            "募資金額",
            "reached",
            "raised",
            "amount reached",
            "amount raised",
            "pledged",
        ],
    ),
    (
        Target::whole("reading", "on"),
        &["達成金額的日期", "統計日期", "day of the amount reached"],
    ),
    (
        Target::whole("contact", "name"),
        &[
            "姓名",
            "聯絡人",
            "聯繫人",
            "窗口",
            "name",
            "contact",
            "contact person",
            "person",
        ],
    ),
    (
        Target::whole("contact", "role"),
        &["職稱", "職位", "role", "job title", "position", "title"],
    ),
    (
        Target::whole("contact", "department"),
        &["部門", "department", "dept"],
    ),
    (
        Target::whole("contact", "decision_maker"),
        &["決策者", "decision maker"],
    ),
    (
        Target::whole("contact", "phone"),
        &[
            "電話",
            "手機",
            "聯絡電話",
            "行動電話",
            "市話",
            "電話號碼",
            "phone",
            "tel",
            "telephone",
            "mobile",
            "cell",
            "phone number",
        ],
    ),
    (
        Target::whole("contact", "email"),
        &[
            "電子郵件",
            "信箱",
            "電郵",
            "電子信箱",
            "email",
            "mail",
            "email address",
        ],
    ),
    (
        Target::whole("contact", "line"),
        &["LINE", "LINE ID", "LINE 帳號"],
    ),
    (
        Target::whole("contact", "preferred_channel"),
        &[
            "慣用聯絡方式",
            "聯絡方式",
            "preferred channel",
            "preferred contact",
        ],
    ),
];

/// The columns of the template library with the names each may have.
pub(super) static TEMPLATE_HEADERS: &[(TemplateColumn, &[&str])] = &[
    (TemplateColumn::Id, &["編號", "id"]),
    (
        TemplateColumn::Field("kind"),
        &["類型", "案子類型", "kind", "engagement type", "type"],
    ),
    (
        TemplateColumn::Field("title"),
        &[
            "要做什麼",
            "標題",
            "項目",
            "what is to be done",
            "title",
            "item",
        ],
    ),
    (
        TemplateColumn::Field("section"),
        &["類別", "section", "part of the work"],
    ),
    (
        TemplateColumn::Field("list"),
        &["哪一版", "清單", "list", "which list"],
    ),
    (
        TemplateColumn::Field("weight"),
        &["比重", "weight", "points"],
    ),
    (
        TemplateColumn::Field("who"),
        &["誰做", "who", "who does it"],
    ),
    (
        TemplateColumn::Field("work"),
        &[
            "我們要花的時間",
            "花的時間",
            "工時",
            "our time",
            "work",
            "time",
        ],
    ),
    (
        TemplateColumn::Field("wait_days"),
        &[
            "之後等幾個工作天",
            "等幾個工作天",
            "working days it then waits",
            "working days to wait",
            "wait days",
            "wait",
        ],
    ),
    (
        TemplateColumn::Field("wait_for"),
        &["等誰", "for whom", "waiting for", "wait for", "waits for"],
    ),
    (
        TemplateColumn::Field("dimension"),
        &["看哪一項資源", "depends on", "dimension"],
    ),
    (
        TemplateColumn::Field("level_from"),
        &["程度從", "from level", "level from"],
    ),
    (
        TemplateColumn::Field("level_to"),
        &["程度到", "to level", "level to"],
    ),
    (
        TemplateColumn::Field("complex"),
        &["小客戶先收著", "in the drawer for small clients", "complex"],
    ),
    (
        TemplateColumn::Field("per_kol"),
        &["每位 KOL 各一份", "once for each KOL", "per KOL"],
    ),
    (
        TemplateColumn::After,
        &["接在哪些之後", "接在誰之後", "comes after", "after"],
    ),
    (
        TemplateColumn::Field("anchor"),
        &["從哪一天算", "counted from", "anchor"],
    ),
    (
        TemplateColumn::Field("anchor_days"),
        &["差幾天", "days from there", "offset", "days"],
    ),
    (
        TemplateColumn::Field("anchor_working"),
        &["只算工作天", "working days only", "working days"],
    ),
    (TemplateColumn::Field("left_out"), &["不排", "left out"]),
    (
        TemplateColumn::Field("guidance"),
        &["做法", "怎麼做", "how it is done", "guidance"],
    ),
];

/// The column of the template library that a header names.
pub(super) fn template_column(header: &str) -> Option<TemplateColumn> {
    let header = header_key(header);
    let is_named = |words: &[&str]| words.iter().any(|word| key(word) == header);
    let found = TEMPLATE_HEADERS.iter().find(|(_, words)| is_named(words));
    found.map(|(column, _)| *column)
}

/// What may stand before the name of a field, and says of what it is one.
fn subjects(kind: &str) -> &'static [&'static str] {
    match kind {
        "client" => &["客戶", "client", "customer"],
        "contact" => &["聯絡人", "窗口", "contact"],
        _ => &["案子", "專案", "engagement", "campaign", "project"],
    }
}

/// The alternatives of fields: the field, the name as stored, what it is called.
static CHOICES: &[(&str, &str, &[&str])] = &[
    ("kind", "product", &["產品型", "產品", "商品"]),
    ("kind", "cause", &["議題型", "議題", "公益"]),
    ("kind", "subscription", &["訂閱型", "訂閱"]),
    (
        "stage",
        "lead",
        &["洽談", "洽談中", "接洽", "潛在", "prospect"],
    ),
    ("stage", "onboarding", &["導入", "導入中"]),
    (
        "stage",
        "preparing",
        &["籌備", "籌備中", "準備中", "getting ready"],
    ),
    (
        "stage",
        "live",
        &[
            "募資中",
            "使用中",
            "集資中",
            "上線",
            "上線中",
            "進行中",
            "in use",
            "running",
            "active",
        ],
    ),
    (
        "stage",
        "fulfilment",
        &[
            "出貨",
            "出貨中",
            "執行中",
            "執行",
            "shipping",
            "carrying it out",
            "fulfillment",
        ],
    ),
    ("stage", "renewal", &["續約", "續約中"]),
    ("stage", "closed", &["結案", "已結案", "done"]),
    ("stage", "lost", &["流失", "已流失"]),
    (
        "experience",
        "first",
        &["第一次募資", "第一次", "首次", "first campaign"],
    ),
    (
        "experience",
        "experienced",
        &["有募資經驗", "有經驗", "做過", "has run one before"],
    ),
    ("preferred_channel", "phone", &["電話", "call"]),
    ("preferred_channel", "line", &["LINE"]),
    ("preferred_channel", "email", &["電子郵件", "信箱", "mail"]),
    (
        "preferred_channel",
        "in_person",
        &["當面談", "當面", "面談"],
    ),
    ("outcome", "reached", &["達標", "成功", "success"]),
    ("outcome", "missed", &["未達標", "失敗"]),
    ("outcome", "cancelled", &["取消", "canceled"]),
    ("outcome", "declined", &["未簽約", "not signed"]),
    ("section", "strategy", &["策略"]),
    ("section", "ads", &["廣告"]),
    ("section", "design", &["設計"]),
    ("section", "pr", &["公關"]),
    ("section", "video", &["影片"]),
    ("section", "fulfilment", &["出貨", "fulfillment"]),
    ("list", "simple", &["簡易版", "簡易", "simple list"]),
    ("list", "basic", &["初階版", "初階", "basic list"]),
    ("list", "advanced", &["進階版", "進階", "advanced list"]),
    ("who", "us", &["我們", "we"]),
    ("who", "client", &["客戶", "the client"]),
    ("who", "outside", &["外包", "somebody outside"]),
    ("wait_for", "client", &["客戶", "the client"]),
    ("wait_for", "designer", &["設計", "the designer"]),
    ("wait_for", "supplier", &["廠商", "the supplier"]),
    ("wait_for", "platform", &["平台", "the platform"]),
    ("dimension", "social", &["社群操作", "社群"]),
    ("dimension", "ads", &["廣告投放", "廣告"]),
    ("dimension", "creative", &["素材製作", "素材"]),
    ("dimension", "pr", &["公關媒體", "公關", "PR and KOL"]),
    (
        "dimension",
        "fulfilment",
        &["出貨包裝", "出貨", "fulfillment"],
    ),
    ("anchor", "start", &["開始準備", "work begins"]),
    ("anchor", "survey_start", &["前測開始", "survey opens"]),
    ("anchor", "survey_end", &["前測結束", "survey closes"]),
    ("anchor", "launch", &["上線"]),
    ("anchor", "end", &["結束"]),
    ("anchor", "ship", &["出貨", "shipping"]),
    ("anchor", "renewal", &["續約"]),
    ("anchor", "sent", &["寄出產品", "product sent"]),
];

const YES: &[&str] = &[
    "是", "有", "對", "yes", "y", "true", "v", "1", "✓", "✔", "○",
];
const NO: &[&str] = &[
    "否", "無", "沒有", "不是", "no", "n", "false", "0", "✗", "✘", "×",
];

/// The alternative of a field that is called this.
pub(super) fn choice(field: &str, said: &str) -> Option<&'static str> {
    let said = key(said);
    let found = CHOICES.iter().find(|(own, name, words)| {
        *own == field && (key(name) == said || words.iter().any(|word| key(word) == said))
    });
    found.map(|(_, name, _)| *name)
}

/// Yes or no.
pub(super) fn yes_no(said: &str) -> Option<bool> {
    let said = key(said);
    let is_one = |words: &[&str]| words.iter().any(|word| key(word) == said);
    is_one(YES).then_some(true).or(is_one(NO).then_some(false))
}

/// A mark from 1 to 3, by its word.
pub(super) fn mark(said: &str) -> Option<i64> {
    match key(said).as_str() {
        "高" | "high" => Some(3),
        "中" | "middle" | "mid" | "medium" => Some(2),
        "低" | "low" => Some(1),
        _ => None,
    }
}

/// A header without what stands in brackets, as it is compared: 集資期間(20230116 截止) is 集資期間.
pub(super) fn header_key(header: &str) -> String {
    let mut depth = 0_usize;
    let outside: String = header
        .chars()
        .filter(|c| match c {
            '(' | '（' | '[' | '【' => {
                depth += 1;
                false
            }
            ')' | '）' | ']' | '】' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect();
    if outside.trim().is_empty() {
        key(header)
    } else {
        key(&outside)
    }
}

/// Whether a header key is a name of the target, with or without what it is a field of.
pub(super) fn is_named((target, words): &(Target, &[&str]), header: &str) -> bool {
    let mut prefixes = std::iter::once("").chain(subjects(target.kind).iter().copied());
    let own: Vec<String> = words.iter().map(|word| key(word)).collect();
    prefixes.any(|prefix| {
        let rest = header.strip_prefix(prefix);
        rest.is_some_and(|rest| own.iter().any(|word| word == rest))
    })
}

/// The longest name of the target that stands inside a header key, in characters. Short Latin words stand inside of too many others.
pub(super) fn named_within((_, words): &(Target, &[&str]), header: &str) -> Option<usize> {
    let words = words.iter().map(|word| key(word));
    let length = |word: String| {
        let length = word.chars().count();
        let is_telling = if word.is_ascii() {
            length > 4
        } else {
            length > 1
        };
        (is_telling && header.contains(&word)).then_some(length)
    };
    words.filter_map(length).max()
}

/// Whether a cell is the name of a column.
pub(super) fn is_header(cell: &str) -> bool {
    let header = header_key(cell);
    !header.is_empty() && HEADERS.iter().any(|target| is_named(target, &header))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::FieldType;

    #[test]
    fn every_target_is_a_field_and_every_choice_one_of_its_names() {
        for (target, words) in HEADERS {
            assert!(target.spec().is_some() && !words.is_empty(), "{target:?}");
        }
        for target in Target::all() {
            let names: &[&str] = match target.spec().unwrap().ty {
                FieldType::Choice { names } => names,
                FieldType::Outcome { states } => states,
                _ => &[],
            };
            for name in names {
                assert_eq!(choice(target.field, name), Some(*name), "{target:?}");
            }
        }
    }

    /// The words of the interface, of both languages.
    fn said(message: &str) -> [String; 2] {
        let catalogues = [
            include_str!("../../../public/i18n/zh-TW.json"),
            include_str!("../../../public/i18n/en.json"),
        ];
        catalogues.map(|json| {
            let texts: serde_json::Value = serde_json::from_str(json).unwrap();
            texts[message]
                .as_str()
                .unwrap_or_else(|| panic!("{message}"))
                .to_owned()
        })
    }

    #[test]
    fn our_own_words_for_choices_are_known() {
        let words = [
            ("kind", "product", "kind.product"),
            ("kind", "cause", "kind.cause"),
            ("kind", "subscription", "kind.subscription"),
            ("stage", "lead", "stage.lead"),
            ("stage", "onboarding", "stage.onboarding"),
            ("stage", "preparing", "stage.preparing"),
            ("stage", "live", "stage.live_campaign"),
            ("stage", "live", "stage.live_use"),
            ("stage", "fulfilment", "stage.fulfilment_campaign"),
            ("stage", "fulfilment", "stage.fulfilment_cause"),
            ("stage", "renewal", "stage.renewal"),
            ("stage", "closed", "stage.closed"),
            ("stage", "lost", "stage.lost"),
            ("experience", "first", "experience.first"),
            ("experience", "experienced", "experience.experienced"),
            ("preferred_channel", "phone", "channel.phone"),
            ("preferred_channel", "line", "channel.line"),
            ("preferred_channel", "email", "channel.email"),
            ("preferred_channel", "in_person", "channel.in_person"),
            ("outcome", "reached", "outcome.reached"),
            ("outcome", "missed", "outcome.missed"),
            ("outcome", "cancelled", "outcome.cancelled"),
            ("outcome", "declined", "outcome.declined"),
        ];
        for (field, name, message) in words {
            for word in said(message) {
                assert_eq!(choice(field, &word), Some(name), "{word}");
            }
        }
        for word in said("show.yes") {
            assert_eq!(yes_no(&word), Some(true));
        }
        for word in said("show.no") {
            assert_eq!(yes_no(&word), Some(false));
        }
    }

    #[test]
    fn our_own_words_for_columns_are_known() {
        let record = |kind: &str| match kind {
            "client" => "client.client",
            "contact" => "contact.contact",
            _ => "engagement.engagement",
        };
        let word = |target: Target| match (target.kind, target.field, target.part) {
            (_, "period", Part::Start) => "engagement.launch".to_owned(),
            (_, "period", Part::End) => "engagement.end".to_owned(),
            (_, "outcome", Part::At) => "import.outcome_at".to_owned(),
            ("reading", "amount", _) => "reading.reached".to_owned(),
            ("reading", "on", _) => "import.reached_on".to_owned(),
            (_, "success", _) => "engagement.success_amount".to_owned(),
            (_, "preferred_channel", _) => "contact.preferred".to_owned(),
            (kind, field, _) => [kind, ".", field].concat(),
        };
        for target in Target::all() {
            let (of, own, form) = (
                said(record(target.kind)),
                said(&word(target)),
                said("import.column"),
            );
            for ((of, own), form) in of.iter().zip(own).zip(form) {
                let header = form.replace("{record}", of).replace("{field}", &own);
                let known = HEADERS
                    .iter()
                    .find(|known| is_named(known, &header_key(&header)));
                assert_eq!(known.map(|(known, _)| *known), Some(target), "{header}");
            }
        }
    }

    #[test]
    fn our_own_words_for_templates_are_known() {
        let word = |column: TemplateColumn| match column {
            TemplateColumn::Id => "templates.id".to_owned(),
            TemplateColumn::After => "template.after".to_owned(),
            TemplateColumn::Field("kind") => "template.kind".to_owned(),
            TemplateColumn::Field(
                own @ ("title" | "section" | "weight" | "who" | "work" | "wait_days" | "wait_for"),
            ) => ["plan.field_", own].concat(),
            TemplateColumn::Field(own) => ["template.", own].concat(),
        };
        for column in TemplateColumn::all() {
            for header in said(&word(column)) {
                assert_eq!(template_column(&header), Some(column), "{header}");
            }
        }
        let messages = |field: &str| match field {
            "kind" => Some("kind."),
            "section" => Some("plan.section_"),
            "list" => Some("plan.list_"),
            "who" => Some("plan.who_"),
            "wait_for" => Some("plan.wait_"),
            "dimension" => Some("ask.label_"),
            "anchor" => Some("plan.point_"),
            _ => None,
        };
        for column in TemplateColumn::all() {
            let Some(FieldType::Choice { names }) = column.spec().map(|spec| spec.ty) else {
                continue;
            };
            let field = column.spec().unwrap().name;
            for name in names {
                assert_eq!(choice(field, name), Some(*name));
                for word in said(&[messages(field).unwrap(), name].concat()) {
                    assert_eq!(choice(field, &word), Some(*name), "{word}");
                }
            }
        }
    }

    #[test]
    fn what_stands_in_brackets_is_no_part_of_a_name() {
        assert_eq!(header_key("集資期間(20230116 截止)"), "集資期間");
        assert_eq!(header_key("目標金額（元）"), "目標金額");
        assert_eq!(header_key("(LINE)"), "line");
        assert!(is_header("E-mail"));
        assert!(!is_header("山嵐製茶"));
    }
}
