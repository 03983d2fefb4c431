//! What generated books are written in. No name belongs to anyone.

use super::Dice;

const NAME_BEGINNINGS: [&str; 24] = [
    "山嵐", "霧角", "青岫", "港邊", "慢土", "北埠", "巷弄", "石滬", "帆布", "半畝", "貳樓", "野薑",
    "鹽田", "竹月", "晨耕", "浮島", "遠丘", "木棧", "雲腳", "溪口", "磚窯", "花徑", "暮潮", "南風",
];
const NAME_ENDINGS: [&str; 16] = [
    "製茶",
    "選物",
    "工作室",
    "合唱團",
    "農場",
    "單車",
    "計畫",
    "行動",
    "日常",
    "書屋",
    "木作",
    "染坊",
    "咖啡",
    "樂器",
    "陶所",
    "廚房",
];
pub(super) const TRADES: [&str; 8] = [
    "茶葉", "選品", "陶瓷", "音樂", "農業", "家具", "出版", "保育",
];
pub(super) const PEOPLE: [&str; 12] = [
    "阿岳", "曉晴", "韓姐", "小維", "阿嵐", "阿庭", "阿甘", "雅雅", "阿宏", "書婷", "小凱", "小音",
];
pub(super) const ROLES: [&str; 6] = ["老闆", "行銷", "出貨", "會計", "企劃", "客服"];
pub(super) const TAGS: [&str; 6] = ["老客戶", "第一次募資", "人手少", "有預算", "訂閱", "議題"];
const CLAUSES: [&str; 24] = [
    "問卷名單比上週多兩成",
    "影片還沒決定給誰拍",
    "擔心出貨的人手",
    "想先看三個案例",
    "早鳥分兩波",
    "廣告先停一週",
    "頁面前段太長",
    "供應商的報價下週到",
    "媒體名單再補五家",
    "包裝改成一次出",
    "預算抓在三十萬",
    "團隊只有兩個人",
    "想知道平均客單價",
    "主視覺換成客廳那組",
    "里長願意幫忙宣傳",
    "樣品這週寄出",
    "下個月開始用分眾通知",
    "試算表要再加一欄",
    "說不急但最好月底前",
    "回購的人多半買兩組",
    "LINE@ 好友 1,200 人",
    "KOL 兩位有興趣",
    "先把市集做好",
    "決定先不加碼",
];

pub(super) fn client_name(dice: &mut Dice) -> String {
    let beginning = *dice.pick(&NAME_BEGINNINGS);
    let ending = *dice.pick(&NAME_ENDINGS);
    [beginning, ending, &dice.digits(2)].concat()
}

/// So many clauses in a row.
pub(super) fn sentence(dice: &mut Dice, clauses: u64) -> String {
    let parts: Vec<&str> = (0..clauses).map(|_| *dice.pick(&CLAUSES)).collect();
    parts.join("，")
}
