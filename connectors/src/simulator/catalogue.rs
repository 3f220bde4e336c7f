//! What the demo merchant sells. Prices and costs in hundredths.

/// Groups of products: how they are bought, taxed and returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Category {
    Bar,
    Bakery,
    Beans,
    Tea,
    Brewing,
    Tableware,
    Home,
    Gifts,
}

impl Category {
    pub(super) const ALL: [Self; 8] = [
        Self::Bar,
        Self::Bakery,
        Self::Beans,
        Self::Tea,
        Self::Brewing,
        Self::Tableware,
        Self::Home,
        Self::Gifts,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Bar => "Coffee bar",
            Self::Bakery => "Bakery",
            Self::Beans => "Coffee beans",
            Self::Tea => "Tea",
            Self::Brewing => "Brewing",
            Self::Tableware => "Tableware",
            Self::Home => "Home",
            Self::Gifts => "Gifts and pantry",
        }
    }

    /// VAT in tenths of a percent, inside the price, as France has it.
    pub(super) const fn vat_permille(self) -> i64 {
        match self {
            Self::Bar => 100,
            Self::Bakery | Self::Beans | Self::Tea | Self::Gifts => 55,
            Self::Brewing | Self::Tableware | Self::Home => 200,
        }
    }

    /// Made on the spot: never counted, never sent.
    pub(super) const fn is_fresh(self) -> bool {
        matches!(self, Self::Bar | Self::Bakery)
    }

    /// Share of lines that come back.
    pub(super) const fn return_rate(self) -> f64 {
        match self {
            Self::Bar | Self::Bakery => 0.0,
            Self::Beans | Self::Tea => 0.004,
            Self::Brewing | Self::Tableware | Self::Home => 0.035,
            Self::Gifts => 0.012,
        }
    }

    const fn vendor(self) -> &'static str {
        match self {
            Self::Bar | Self::Bakery => "Built in house",
            Self::Beans => "Brûlerie Perrache",
            Self::Tea => "Cafés Réunis",
            Self::Brewing => "Hario Europe",
            Self::Tableware | Self::Home => "Atelier Savoy",
            Self::Gifts => "Maison Dulac",
        }
    }
}

/// When a product is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    /// All year.
    Steady,
    /// More in summer.
    Summer,
    /// More in winter.
    Winter,
    /// Only from a day of the year to another, which may lie in the next year. Month, day.
    Season((u8, u8), (u8, u8)),
    /// Only in the four weeks before Easter.
    Easter,
    /// Sold since so many days before the last day.
    New(i32),
    /// Sold until so many days before the last day.
    Ended(i32),
}

/// A product.
#[derive(Debug, Clone, Copy)]
pub(super) struct Product {
    pub(super) sku: &'static str,
    pub(super) name: &'static str,
    pub(super) category: Category,
    pub(super) price: i64,
    pub(super) cost: i64,
    /// How often it is taken, beside the others of its category.
    pub(super) weight: f64,
    pub(super) life: Life,
}

impl Product {
    pub(super) const fn vendor(&self) -> &'static str {
        self.category.vendor()
    }

    /// An in-store number of 13 digits: GS1 prefix 20, the place in the list, a check digit.
    pub(super) fn barcode(&self, index: usize) -> String {
        let digits = format!("2000000{index:05}");
        let sum: u32 = digits
            .bytes()
            .zip([1, 3].into_iter().cycle())
            .map(|(b, w)| u32::from(b - b'0') * w)
            .sum();
        format!("{digits}{}", (10 - sum % 10) % 10)
    }
}

const fn item(
    sku: &'static str,
    name: &'static str,
    price: i64,
    cost: i64,
    weight: f64,
    life: Life,
    category: Category,
) -> Product {
    Product { sku, name, category, price, cost, weight, life }
}

use Category::{Bakery, Bar, Beans, Brewing, Gifts, Home, Tableware, Tea};
use Life::{Easter, Ended, New, Season, Steady, Summer, Winter};

/// Everything ever sold. Odd events and affinities name some by SKU.
#[rustfmt::skip]
pub(super) const PRODUCTS: &[Product] = &[
    item("DR-ESP-SGL", "Espresso", 220, 38, 17.0, Steady, Bar),
    item("DR-ESP-DBL", "Double espresso", 290, 62, 6.0, Steady, Bar),
    item("DR-AME", "Americano", 300, 48, 5.0, Steady, Bar),
    item("DR-FLW", "Flat white", 420, 92, 15.0, Steady, Bar),
    item("DR-CAP", "Cappuccino", 400, 88, 13.0, Steady, Bar),
    item("DR-LAT", "Latte", 430, 98, 9.0, Winter, Bar),
    item("DR-FIL", "Filter, batch", 320, 52, 8.0, Steady, Bar),
    item("DR-V60", "Pour-over V60", 580, 105, 2.5, Steady, Bar),
    item("DR-LAT-ICE", "Iced latte", 490, 112, 6.0, Summer, Bar),
    item("DR-CBR", "Cold brew", 460, 84, 4.0, Summer, Bar),
    item("DR-TON-ESP", "Espresso tonic", 520, 124, 2.0, Summer, Bar),
    item("DR-MOC", "Mocha", 460, 118, 3.0, Winter, Bar),
    item("DR-CHA", "Chai latte", 470, 110, 4.0, Winter, Bar),
    item("DR-HOT-CHO", "Hot chocolate", 450, 116, 4.5, Winter, Bar),
    item("DR-MAT", "Matcha latte", 520, 138, 5.0, New(260), Bar),
    item("DR-AFF", "Affogato", 550, 140, 1.2, Summer, Bar),

    item("BK-CRO", "Croissant", 160, 62, 15.0, Steady, Bakery),
    item("BK-PAC", "Pain au chocolat", 190, 74, 11.0, Steady, Bakery),
    item("BK-CRO-ALM", "Almond croissant", 310, 118, 8.0, Steady, Bakery),
    item("BK-BUN-CIN", "Cinnamon bun", 340, 120, 7.0, Steady, Bakery),
    item("BK-COO-OAT", "Oat cookie", 260, 82, 6.5, Steady, Bakery),
    item("BK-BAN", "Banana bread", 360, 110, 5.0, Steady, Bakery),
    item("BK-LEM", "Lemon cake", 380, 122, 3.5, Summer, Bakery),
    item("BK-FIN", "Financier", 220, 70, 4.0, Steady, Bakery),
    item("BK-SCO", "Cheese scone", 350, 112, 2.5, New(150), Bakery),
    item("BK-GRA", "Granola bowl", 650, 210, 1.8, Summer, Bakery),
    item("BK-GAL", "Galette des rois, slice", 420, 140, 9.0, Season((1, 2), (1, 26)), Bakery),
    item("BK-BUG", "Bugnes, bag", 450, 130, 6.0, Season((2, 1), (3, 5)), Bakery),

    item("CF-ETH-GUJ-250", "Ethiopia Guji, 250 g", 1_190, 560, 12.0, Steady, Beans),
    item("CF-ETH-GUJ-1K", "Ethiopia Guji, 1 kg", 3_400, 1_900, 7.0, Steady, Beans),
    item("CF-ESP-HSE-250", "House espresso, 250 g", 980, 430, 13.0, Steady, Beans),
    item("CF-ESP-HSE-1K", "House espresso, 1 kg", 2_650, 1_500, 8.5, Steady, Beans),
    item("CF-DEC-HUI-250", "Decaf Huila, 250 g", 1_240, 660, 4.5, Steady, Beans),
    item("CF-DEC-HUI-1K", "Decaf Huila, 1 kg", 3_800, 2_200, 1.2, Steady, Beans),
    item("CF-COL-HUI-250", "Colombia Huila, 250 g", 1_090, 500, 7.0, Steady, Beans),
    item("CF-COL-HUI-1K", "Colombia Huila, 1 kg", 3_200, 1_760, 2.4, Steady, Beans),
    item("CF-KEN-NYE-250", "Kenya Nyeri, 250 g", 1_390, 690, 5.0, Steady, Beans),
    item("CF-BRA-CER-250", "Brazil Cerrado, 250 g", 920, 390, 8.0, Steady, Beans),
    item("CF-BRA-CER-1K", "Brazil Cerrado, 1 kg", 2_500, 1_380, 3.6, Steady, Beans),
    item("CF-GUA-ANT-250", "Guatemala Antigua, 250 g", 1_120, 520, 5.0, Steady, Beans),
    item("CF-RWA-NYA-250", "Rwanda Nyamasheke, 250 g", 1_220, 580, 2.6, Steady, Beans),
    item("CF-CRI-TAR-250", "Costa Rica Tarrazú, 250 g", 1_260, 600, 2.2, Steady, Beans),
    item("CF-SUM-MAN-250", "Sumatra Mandheling, 250 g", 1_160, 540, 2.4, Ended(210), Beans),
    item("CF-PER-CAJ-250", "Peru Cajamarca, 250 g", 1_140, 520, 4.0, New(190), Beans),
    item("CF-PAN-GEI-100", "Panama Geisha, 100 g", 2_400, 1_250, 0.35, Steady, Beans),
    item("CF-BLE-WIN-250", "Winter blend, 250 g", 1_150, 510, 10.0, Season((11, 2), (2, 15)), Beans),
    item("CF-BLE-SUM-250", "Summer blend, 250 g", 1_150, 510, 7.0, Season((5, 20), (9, 10)), Beans),
    item("CF-CAP-HSE-10", "House capsules, 10", 520, 240, 7.0, Steady, Beans),
    item("CF-DRP-8", "Drip bags, 8", 890, 380, 2.0, New(420), Beans),

    item("TE-SEN-100", "Sencha, 100 g", 980, 420, 5.0, Steady, Tea),
    item("TE-EAR-100", "Earl Grey, 100 g", 860, 350, 7.0, Steady, Tea),
    item("TE-ROO-100", "Rooibos, 100 g", 790, 310, 5.0, Winter, Tea),
    item("TE-DAR-100", "Darjeeling, 100 g", 1_040, 480, 3.0, Steady, Tea),
    item("TE-CHA-100", "Masala chai, 100 g", 920, 360, 4.0, Winter, Tea),
    item("TE-JAS-100", "Jasmine pearls, 100 g", 1_020, 460, 3.0, Steady, Tea),
    item("TE-VER-40", "Verbena, 40 g", 740, 270, 3.5, Summer, Tea),
    item("TE-OOL-100", "Oolong, 100 g", 1_450, 690, 0.7, Steady, Tea),
    item("TE-MAT-30", "Matcha, 30 g", 2_200, 1_050, 2.2, Steady, Tea),
    item("TE-PEP-50", "Peppermint, 50 g", 690, 240, 3.0, Steady, Tea),

    item("AC-FIL-V60-100", "Pour-over filters, 100", 690, 290, 14.0, Steady, Brewing),
    item("AC-FIL-CHX-100", "Chemex filters, 100", 1_150, 560, 4.0, Steady, Brewing),
    item("AC-FIL-AER-350", "AeroPress filters, 350", 750, 330, 5.0, Steady, Brewing),
    item("AC-DRI-CER", "V60 dripper, ceramic", 2_400, 1_120, 3.0, Steady, Brewing),
    item("AC-DRI-CLR", "V60 dripper, clear", 950, 410, 3.6, Steady, Brewing),
    item("AC-CHX-6", "Chemex, 6 cups", 4_600, 2_450, 1.2, Steady, Brewing),
    item("AC-AER", "AeroPress", 3_600, 1_950, 2.6, Steady, Brewing),
    item("AC-FRP-8", "French press, 8 cups", 3_400, 1_580, 1.8, Steady, Brewing),
    item("AC-MOK-3", "Moka pot, 3 cups", 3_200, 1_640, 2.2, Steady, Brewing),
    item("AC-MOK-6", "Moka pot, 6 cups", 4_200, 2_180, 1.2, Steady, Brewing),
    item("AC-KET-GSN-BLK", "Kettle 0.9 l, matt black", 7_900, 3_100, 1.5, Steady, Brewing),
    item("AC-KET-GSN-STL", "Kettle 0.9 l, steel", 7_500, 2_950, 0.8, Steady, Brewing),
    item("AC-GRI-HND", "Hand grinder", 8_900, 4_600, 1.1, Steady, Brewing),
    item("AC-GRI-ELE", "Electric grinder", 18_900, 11_200, 0.25, Steady, Brewing),
    item("AC-SCA", "Coffee scale", 4_900, 2_300, 1.1, Steady, Brewing),
    item("AC-JUG-350", "Milk jug, 350 ml", 1_900, 820, 1.6, Steady, Brewing),
    item("AC-TAM-58", "Tamper, 58 mm", 2_800, 1_240, 0.3, Steady, Brewing),
    item("AC-CLE-TAB", "Cleaning tablets", 1_250, 520, 2.2, Steady, Brewing),
    item("AC-DES", "Descaler", 990, 390, 2.0, Steady, Brewing),
    item("AC-CAN-500", "Storage canister, 500 g", 2_600, 1_150, 1.5, New(330), Brewing),
    item("AC-SPO", "Coffee spoon, walnut", 800, 310, 2.0, Steady, Brewing),

    item("HW-MUG-NOR-SND", "Nørre mug, sand", 1_800, 720, 9.0, Steady, Tableware),
    item("HW-MUG-NOR-MOS", "Nørre mug, moss", 1_800, 720, 6.5, Steady, Tableware),
    item("HW-MUG-NOR-RST", "Nørre mug, rust", 1_800, 720, 4.5, New(240), Tableware),
    item("HW-CUP-NOR-SND", "Nørre espresso cup, sand", 1_300, 510, 4.5, Steady, Tableware),
    item("HW-CUP-NOR-ASH", "Nørre espresso cup, ash", 1_300, 510, 3.0, Steady, Tableware),
    item("HW-BWL-STO-ASH", "Stoneware bowl, ash", 2_400, 980, 3.6, Steady, Tableware),
    item("HW-BWL-STO-SND", "Stoneware bowl, sand", 2_400, 980, 2.8, Steady, Tableware),
    item("HW-PLA-SID-ASH", "Side plate, ash", 1_700, 690, 3.2, Steady, Tableware),
    item("HW-PLA-SID-SND", "Side plate, sand", 1_700, 690, 2.4, Steady, Tableware),
    item("HW-PLA-DIN-ASH", "Dinner plate, ash", 2_400, 990, 1.6, Steady, Tableware),
    item("HW-TUM-MOS-350", "Tumbler 350 ml, moss", 1_450, 610, 3.8, Steady, Tableware),
    item("HW-TUM-RST-350", "Tumbler 350 ml, rust", 1_450, 610, 3.0, Steady, Tableware),
    item("HW-GLA-LAT-2", "Latte glasses, set of 2", 2_200, 960, 2.4, Summer, Tableware),
    item("HW-CAR-1L", "Carafe, 1 l", 2_900, 1_260, 1.3, Summer, Tableware),
    item("HW-TEA-STO-08", "Teapot 0.8 l, stoneware", 3_900, 1_720, 1.2, Winter, Tableware),
    item("HW-BRD-OAK", "Serving board, oak", 3_400, 1_530, 1.0, Steady, Tableware),
    item("HW-STA-CAK", "Cake stand, ash", 4_800, 2_150, 0.2, Steady, Tableware),
    item("HW-SUG-STO", "Sugar bowl, sand", 1_600, 640, 0.9, Ended(120), Tableware),
    item("HW-CUP-TRA", "Travel cup, steel", 2_800, 1_310, 2.2, Steady, Tableware),

    item("HW-TXT-LIN-RST", "Linen tea towel, rust", 1_900, 700, 4.0, Steady, Home),
    item("HW-TXT-LIN-ASH", "Linen tea towel, ash", 1_900, 700, 3.2, Steady, Home),
    item("HW-TXT-APR", "Linen apron", 4_400, 1_850, 0.9, Steady, Home),
    item("HW-TXT-NAP-4", "Linen napkins, set of 4", 3_600, 1_480, 1.1, Steady, Home),
    item("HW-TXT-RUN", "Table runner, linen", 4_200, 1_800, 0.25, Steady, Home),
    item("HW-CAN-BWX-30", "Beeswax candle, 30 h", 1_650, 650, 5.5, Winter, Home),
    item("HW-CAN-BWX-60", "Beeswax candle, 60 h", 2_600, 1_080, 2.2, Winter, Home),
    item("HW-HOL-BRS", "Candle holder, brass", 2_200, 910, 1.4, Winter, Home),
    item("HW-MAT-LNG", "Matches, long", 450, 150, 3.5, Winter, Home),
    item("HW-THR-WOO", "Wool throw, moss", 8_900, 4_300, 0.5, Winter, Home),
    item("HW-SOA-HND", "Hand soap, verbena", 1_250, 480, 2.6, Steady, Home),
    item("HW-BRU-DSH", "Dish brush, beech", 950, 360, 2.4, Steady, Home),
    item("HW-TOT", "Tote bag", 1_400, 470, 2.2, Summer, Home),
    item("HW-VAS-S", "Vase, small", 2_700, 1_140, 1.2, Steady, Home),

    item("GS-FIL-START", "Gift set, filter starter", 5_400, 1_370, 3.6, Winter, Gifts),
    item("GS-ESP", "Gift set, espresso", 6_200, 2_450, 2.0, Winter, Gifts),
    item("GS-MUG-BEA", "Gift set, mug and beans", 2_900, 1_240, 4.0, Steady, Gifts),
    item("GS-TAS-4", "Tasting box, 4 × 100 g", 2_600, 1_120, 3.4, Steady, Gifts),
    item("GS-ADV-24", "Advent box, 24 coffees", 4_900, 2_300, 7.0, Season((10, 28), (12, 6)), Gifts),
    item("GS-EAS", "Easter box", 2_400, 1_020, 6.0, Easter, Gifts),
    item("PA-CHO-70", "Chocolate 70%, bar", 550, 240, 6.0, Winter, Gifts),
    item("PA-CHO-HAZ", "Chocolate hazelnut, bar", 590, 260, 5.0, Winter, Gifts),
    item("PA-HON-250", "Mountain honey, 250 g", 890, 420, 3.0, Steady, Gifts),
    item("PA-GRA-400", "House granola, 400 g", 980, 380, 4.0, Steady, Gifts),
    item("DR-OAT-BAR-1L", "Oat drink, 1 l", 350, 175, 12.0, Steady, Gifts),
    item("PA-WRP", "Gift wrap", 300, 60, 2.0, Winter, Gifts),
];

/// Where a SKU stands in [`PRODUCTS`]; a test holds that every SKU the simulator names is there.
pub(super) fn index_of(sku: &str) -> usize {
    PRODUCTS.iter().position(|product| product.sku == sku).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_120_products_each_once_each_dearer_than_its_cost() {
        assert!((110..=140).contains(&PRODUCTS.len()), "{}", PRODUCTS.len());
        let skus: std::collections::BTreeSet<_> =
            PRODUCTS.iter().map(|product| product.sku).collect();
        assert_eq!(skus.len(), PRODUCTS.len());
        for (index, product) in PRODUCTS.iter().enumerate() {
            assert!(product.cost * 4 < product.price * 3, "{}", product.sku);
            assert_eq!(index_of(product.sku), index);
        }
    }

    #[test]
    fn barcodes_end_in_their_check_digit() {
        // GS1's modulo 10 by hand: 2·1 + 4·1 + 2·3 = 12.
        assert_eq!(PRODUCTS[42].barcode(42), "2000000000428");
    }
}
