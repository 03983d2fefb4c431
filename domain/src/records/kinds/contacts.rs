//! Contacts (聯絡人): the people at a client.

use crate::records::declare::kind;
use crate::values::choices;

choices! {
    /// How someone likes to be reached.
    pub enum Channel {
        /// A call.
        Phone = "phone",
        /// LINE.
        Line = "line",
        /// E-mail.
        Email = "email",
        /// Face to face.
        InPerson = "in_person",
    }
}

kind! {
    /// A person at a client.
    contact: Contact {
        /// Their name, as they are addressed.
        name: Option<String> = of::name(60),
        /// What they do there.
        role: Option<String> = of::text(60),
        /// Which department, for the glossary and the ladder of success.
        department: Option<String> = of::text(60),
        /// Whether they decide (決策者).
        decision_maker: Option<bool> = of::yes_no(),
        /// Telephone.
        phone: Option<String> = of::phone(),
        /// E-mail.
        email: Option<String> = of::email(),
        /// LINE id or link.
        line: Option<String> = of::text(80),
        /// How they like to be reached.
        preferred_channel: Option<Channel> = of::choice::<Channel>(),
        /// Fractional key of their place in the list, ordered by it and then by id.
        order: Option<String> = of::text(64),
    }
}
