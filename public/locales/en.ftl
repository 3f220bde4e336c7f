# Tillcast in English. Both files hold the same keys and arguments; a test compares them.

## Everywhere

lock = Lock
unlock = Unlock
save = Save
back = Back
cancel = Cancel
close = Close
reload = Reload
understood = Understood
loading = Loading
starting = Opening Tillcast
counting = counting…
nothing-changed = Nothing has changed yet
password = Password
new-password = New password
current-password = Current password
business-name = Business name
your-name = Your name
currency = Currency
language = Language
theme = Theme
time-zone = Time zone
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
field-show-secret = Show password
field-hide-secret = Hide password
keypad-name = Keypad
keypad-erase = Erase
keypad-typed = { $count ->
    [0] No digit typed
    [one] { $count } digit typed
   *[other] { $count } digits typed
}

## Frame

skip-to-content = Skip to content
nav-name = Pages
sidebar-name = Shop and vault
nav-today = Today
nav-orders = Orders
nav-data = Data
nav-import = Import
nav-reports = Reports
nav-more = More
nav-settings = Settings
menu-person = Your menu
menu-lock-now = Lock now
menu-security = Password and locks
menu-shortcuts = Keyboard shortcuts
role-owner = Owner
role-admin = Admin
role-manager = Manager
role-clerk = Clerk
role-viewer = Viewer
fact-vault-open = Vault open, locks in { $minutes } min
fact-storage-granted = This browser keeps your vault
fact-storage-best-effort = Storage is not promised
fact-offline = Offline is fine
shortcuts-title = Keyboard shortcuts
shortcut-lock = Lock now
shortcut-submit = Main action of a form
shortcut-close = Close the topmost window
shortcut-help = This list
new-version = A new version is ready. It starts when you reload; until then this one goes on.
new-version-reload = Reload now
new-version-later = Later
not-found-title = There is no page here
not-found-text = The address may be old or mistyped. Nothing is lost.
not-found-home = Open Today

## Charts and tables

chart = Chart
chart-show-all = Show everything
chart-so-far = So far
chart-as-table = Show as table
chart-as-chart = Show as chart
export = Export
export-csv = As CSV
export-xlsx = As Excel workbook
export-png = As picture

## Words of figures

all-places = All places
place = Place
places = Places
places-today = Places today
sold = Sold
usual = Usual
usual-by-now = Usual by now
change = Change
change-more = up
change-less = down
revenue = Revenue
average-order = Average order
units = Units
by = By
hour = Hour
day = Day
week = Week
month = Month

## Today

today-until = Everything here is counted on this device, up to { $time }.
today-of-year = In { $year }. Everything here is counted on this device.
today-long-ago = Nothing was sold in the last eight weeks. This is { $day }, the last day with sales.
today-empty-title = No sales yet
today-empty-text = Bring them in from a file of your till or shop, and this page counts them at once.
today-import = Import a file
today-others = Also sold: { $amounts }. Other currencies are not in the figures here.
today-by-hour = Today by hour
by-hour = By hour
tile-revenue-today = Revenue today
tile-over = over the { $usual } usual
tile-under = under the { $usual } usual
tile-over-by-now = over the { $usual } usual by now
tile-under-by-now = under the { $usual } usual by now
tile-as-usual = As usual
tile-as-usual-by-now = As usual by now
tile-no-usual = No comparable days yet
revenue-sentence = Revenue per { $step ->
    [day] day
    [week] week
   *[month] month
}, { $first } to { $last }. The last day has { $amount }.
hours-sentence = Revenue by hour of the day. Most was sold from { $hour }:00: { $amount }.

## More words of figures

category = Category
item = Item
sku = SKU
channel = Channel
country = Country
returns = Returns
discounts = Discounts
tax = Tax
shipping = Shipping
fees = Fees
other-postings = Other postings
top = Top
bottom = Bottom

## Reports

report-sales = Sales, counted on this device.
report-empty-text = Bring them in from a file of your till or shop, and reports count them at once.
report-none-title = Nothing here
report-none-text = No sales match these days and filters.
report-show-all = Clear filters
report-filter = Filter
report-measure = Figure
report-side = Order
report-convert = Convert other currencies
report-period = { $first } to { $last }
report-before = against { $value } the period before
report-year-before = against { $value } the year before
report-no-before = No full period before on record
report-no-year-before = No full year before on record
report-the-period-before = Period before
report-the-year-before = Year before
report-title = { $measure } by { $by }
report-some = { $shown } of { $all }
report-sentence = { $measure } by { $by }, { $first } to { $last }: { $total } in all.
report-apart = Beside the revenue
report-apart-note = Kept, but not added to it
report-sold-in = Sold in { $currency }
report-converted = Converted by your rates
period = Period
period-7 = Last 7 days
period-28 = Last 28 days
period-90 = Last 90 days
period-month = This month
period-year = This year
period-all = Everything
period-own = From a day to a day
all-categories = All categories
all-countries = All countries

## Notices

notice-clock-moved-back = This device’s clock went back by { $seconds } s. The log keeps its order; check the clock.
notice-mirror-failing = The second copy cannot be written. Your records are safe in the first; free some space on this device.
notice-command-quarantined = One change stopped the vault twice and was set aside. Everything else is safe. Try it again, differently.
notice-other-version = Another tab runs a newer version. Reload this one to go on.
notice-takeover-needs-unlock = The tab that held the keys was closed. What you saved is safe; unlock again here.
notice-chain-broken = The log has a fault at block { $seq }. The rest stays readable; Settings, Storage says more.
notice-records-damaged = { $chunks } parts of the imported records are missing or damaged: totals leave them out. Import those files again.

## First run

promise = Your shop’s books, locked on your own devices.
promise-password = Only your password opens it
promise-password-why = Nobody else can read your sales, us included.
promise-offline = Works with no connection
promise-offline-why = Sell all day offline. Nothing waits for a server.
promise-leave = Leave whenever you like
promise-leave-why = One file holds everything, in a documented format.
device-laptop = Office laptop
device-tablet = Counter tablet
device-phone = Your phone
create-title = Create your vault
create-text = It takes a minute. Nothing leaves this device.
create-vault = Create vault
create-step = Step 2 of 2
business-name-missing = Say what your business is called.
your-name-missing = Say who you are; you will own this vault.
password-missing = Type your password.
password-too-easy = Choose a password that is harder to guess.
granted-kept = This browser has promised to keep your vault.
granted-best-effort = This browser may clear its storage when space runs out. Installing the app usually changes that.
granted-unknown = This browser does not say whether it keeps your vault.

## Password strength

strength-none-yet = Nobody can reset it for you, so choose one you will remember.
strength-too-short = Too short. Use at least ten characters; a few words work well.
strength-common = Many people use it, so it is tried first. Choose another.
strength-pattern = Repeats and keyboard runs are easy to guess. Mix in other words.
strength-personal = Names of you or your shop are tried first. Choose other words.
strength-guessable = Easy to guess. Add another word or two.
strength-fair = Fair. One more word makes it strong.
strength-good = Good. Nobody can reset it for you, so the next step is a recovery key.
strength-strong = Strong. Nobody can reset it for you, so keep your recovery key.

## Recovery key

recovery-title = Keep this recovery key
recovery-text = If you forget your password, these 24 words are the only way back in. They are shown once and stored nowhere.
recovery-words = Recovery words
recovery-print = Print a sheet
recovery-save = Save a file
recovery-no-photo = Do not photograph it, photos travel.
recovery-prove = Now prove it. The words are covered while you type.
recovery-word = Word { $number }
recovery-open = I have it, open my vault
recovery-kept = I have it
recovery-file-head = Recovery key of the Tillcast vault “{ $name }”. Whoever has these 24 words can open it.
recovery-file-name = tillcast-recovery-key.txt

## Unlock

unlock-text = Locked. Your password opens it.
unlock-forgot = Forgot it?
unlock-wait = Five wrong tries. The next one is possible in { $seconds } s.
soft-lock-text = Locked while nobody was here. Who are you?
soft-lock-who = Who are you?
soft-lock-use-password = Use password
soft-lock-use-pin = Use PIN
recover-text = Your 24 words open the vault and set a new password.
recover-words = Recovery words
recover-count = { $count } of 24 words
recover = Open with these words

## Vaults that cannot be opened

halted-badge = The vault is closed
vanished-title = Your vault is gone from this browser
vanished-text = A vault was kept here before, but this browser has cleared its storage. Tillcast did not delete it.
vanished-safe = Copies on other devices, in other browser profiles and in files you exported are not touched.
vanished-advice-device = Look on the other devices you use Tillcast on: each keeps its own copy.
vanished-advice-profile = Look in the browser profile you used before: a private window shows nothing of it.
vanished-advice-new = If there is no other copy, start a new vault here. The old one cannot be read from what is left.
vanished-fact = Vault { $vault }, last known block { $seq }
vanished-start-over = Start a new vault
newer-title = This vault was written by a newer version
newer-text = This page is older than the vault it found, so it did not open it.
newer-safe = Nothing was read or changed. Everything you saved is safe.
newer-advice-reload = Reload: the newest version of Tillcast usually loads by itself.
newer-advice-tabs = If this page stays, close every other Tillcast tab, then reload.
newer-fact = Format { $found } found, up to { $supported } understood
damaged-title = The vault cannot be opened
damaged-text = What this browser stored cannot be read as it should be.
damaged-safe = Nothing was overwritten. What is readable stays readable.
damaged-advice-reload = Reload first: a browser sometimes loses its hold on a store and finds it again.
damaged-advice-keep = If it stays, do not clear this browser’s data. The sealed records are still in it.
damaged-fact = What failed: { $code }
other-build-title = Two versions met
other-build-text = This page and its worker come from different versions, so they do not talk to each other.
other-build-safe = Nothing was changed. Everything you saved is safe.
other-build-advice = Reload: both will then be the same version.
worker-gone-title = Tillcast cannot work in this tab
worker-gone-text = The part that holds the vault does not start, or stops again at once.
worker-gone-safe = Nothing was changed. Everything you saved is safe.
worker-gone-advice-reload = Reload the page.
worker-gone-advice-browser = If it stays, close other tabs to free memory, or use a current Chrome, Edge, Firefox or Safari.

## Import

import-title = Import
import-text = Sales, items, stock or rates from a file of any shop system.
import-typed = Typed rows
larger-screen = Better on a larger screen. It works here, too.
steps-name = Steps
step-file = File
step-columns = Columns
step-check = Check
step-import = Import
drop-title = Drop a file here
drop-text = CSV, TSV or text, also as .gz, as your shop system exports it. Several files are taken one after the other.
drop-promise = Nothing leaves this device, and nothing is written until you press Import.
choose-file = Choose a file
facts-change = Change
recognised = Recognised: as last time
import-looking = Looking at the file
import-checking = Checking every line
import-checking-at = Checking, { $rows } { $rows ->
    [one] line
   *[other] lines
} read
import-paused = Paused
import-paused-at = Paused after { $rows } { $rows ->
    [one] line
   *[other] lines
}
import-pace = { $rate } lines/s, about { $seconds } s left
import-questions = { $count ->
    [0] Everything is answered
    [one] { $count } question to answer first
   *[other] { $count } questions to answer first
}
import-not-checked = Not checked
import-checked = { $rows } { $rows ->
    [one] line
   *[other] lines
} checked{ $rejected ->
    [0] {""}
   *[other] , { $rejected } left out
}{ $duplicates ->
    [0] {""}
   *[other] , { $duplicates } twice in the file
}
import-choose = { $count ->
    [one] { $count } line cannot be read
   *[other] { $count } lines cannot be read
}. Choose what to do.
import-nothing = Nothing will go in. Save the list, correct the file and drop it again.
import-nothing-to-import = No line of this file can go in
import-writing = Writing
import-writing-at = Writing, { $rows } of { $total } lines
import-lines = Import { $count } { $count ->
    [one] line
   *[other] lines
}
import-progress = Progress
nothing-written = Nothing is written until you press Import
pause = Pause
resume = Go on
check-again = Check again
import-way = Where from
way-file = From a file
way-sales = Type sales
way-rates = Type exchange rates
grid-help = Type or paste rows, as in a spreadsheet: Enter and the arrows move. Dates as 2026-11-21 are never mistaken.
grid-empty = Nothing is typed yet
grid-check = { $count ->
    [0] Check
    [one] Check { $count } row
   *[other] Check { $count } rows
}
grid-add = Add a row
grid-clear = Clear
grid-full = { $most } rows is all a grid takes; bring more in from a file.
columns-title = Columns
columns-matched = { $matched } of { $columns } columns are read, matched by name and by what is in them.
columns-more = { $count ->
    [one] Show { $count } column that is not read
   *[other] Show { $count } columns that are not read
}
column-number = Column { $number }
column-becomes = “{ $name }” becomes
column-check = Check
column-guess = Guess
column-sure = Understood
fact-kind = What it brings
fact-delimiter = Between cells
fact-encoding = Encoding
fact-decimals = Decimals
fact-header = First line
fact-skip = Lines to skip before it
fact-tax = Tax
tax-told = As the file says
tax-included = Inside the prices
fact-customers = Customers’ names
customers-no = Left out
customers-yes = Brought in
delimiter-comma = Commas
delimiter-semicolon = Semicolons
delimiter-tab = Tabs
delimiter-pipe = Bars
decimal-point = Decimal point
decimal-comma = Decimal comma
header-yes = Names of the columns
header-no = Already data
kind-sales = Sales
kind-items = Items
kind-stock = Stock
kind-rates = Exchange rates
fields-order = When, where, which order
fields-item = Item
fields-line = Line
fields-total = Whole order
fields-customer = Customer
fields-stock = Stock
fields-rates = Exchange rate
field-name = { $number ->
   *[0] Do not import
    [1] Date
    [2] Time
    [3] Changed at
    [4] Cancelled at
    [5] Order number
    [6] Payment number
    [7] Line number
    [8] Kind of event
    [9] Status
    [10] SKU
    [11] Item name
    [12] Variant
    [13] Barcode
    [14] Category
    [15] Place
    [16] Channel
    [17] Quantity
    [18] Unit price
    [19] Line amount
    [20] Line discount
    [21] Line tax
    [22] Tax rate
    [23] Order subtotal
    [24] Order discount
    [25] Shipping
    [26] Order tax
    [27] Order total
    [28] Refunded
    [29] Tip
    [30] Fee
    [31] Currency
    [32] Customer
    [33] Customer name
    [34] Customer e-mail
    [35] Country
    [36] Sold by
    [37] Note
    [38] Unit cost
    [39] On hand
    [40] Committed
    [41] Available
    [42] Product group
    [43] List of items
    [44] From currency
    [45] To currency
    [46] Rate
    [47] Order net
    [48] Time zone
}
question-of-file = Something has to be said first ({ $name }).
question-answer = Answer
question-choose = Choose
question-take = Take it
question-date-order = Nothing in the file proves which comes first, the day or the month. Which is it?
question-decimal-mark = Is the mark in these numbers a decimal mark, or does it group thousands?
question-column-date = No column is read as a date. Choose the one that says when.
question-column-amount = No column is read as an amount. Choose a price, an amount or a total.
question-column-item = No column is read as an item. Choose the SKU or the name.
question-column-rate = No column is read as a rate. Choose from, to and rate.
answer-date-order-dmy = Day first
answer-date-order-mdy = Month first
answer-date-order-ymd = Year first
answer-decimal-mark-point = The point is decimal
answer-decimal-mark-comma = The comma is decimal
row-date-missing = No date. Left out.
row-date-unreadable = Not a date. Left out.
row-date-impossible = There is no such day. Left out.
row-number-unreadable = Not a number. Left out.
row-number-out-of-range = Too large to be true. Left out.
row-currency-unknown = Not a currency. Left out.
row-amount-missing = No amount. Left out.
row-item-missing = No item. Left out.
row-text-too-long = Longer than 1,000 characters. Left out.
row-row-width = More or fewer cells than columns. Left out.
row-quantity-missing = No quantity. Left out.
row-rate-unreadable = Not a rate. Left out.
row-order-number-damaged = A spreadsheet has rounded this number. Compare it with the source.
row-formula-cell = Starts like a formula. Kept as text, never run.
row-header-repeated = The header again. Skipped.
row-text-undecodable = Some letters cannot be read in this encoding.
row-nul-bytes = Invisible bytes were taken out.
row-footer-difference = The total at the end of the file does not match its lines.
row-total-row = A total, not a sale. Skipped.
row-currency-assumed = No currency told. Taken in yours.
row-order-number-missing = No order number. Taken as a sale of its own.
row-not-stocked = Not stocked here. Skipped.
row-text-row = A remark, not a sale. Skipped.
row-time-unreadable = Not a time of day. Taken without it.
row-row-repeated = The same line twice. Counted once.
preview-title = Preview
preview-line = Line
preview-unreadable = Cannot be read
preview-doubtful = To check
preview-asks-title = One answer first
preview-asks-text = As soon as the questions are answered, every line is checked and shown here.
look-at-title = To look at
look-at-unreadable = { $count } unreadable
look-at-doubtful = { $count } to check
look-at-save = List as CSV
line-number = Line { $line }
whole-file = Whole file
lines-count = { $count ->
    [one] { $count } line
   *[other] { $count } lines
}
bad-lines = { $count ->
    [one] { $count } line cannot be read. Bring in the good ones, or nothing?
   *[other] { $count } lines cannot be read. Bring in the good ones, or nothing?
}
bad-lines-good = Only the good lines
bad-lines-nothing = Nothing
problem-of-line = Cannot be read ({ $code }).
problems-line = Line
problems-column = Column
problems-value = Value
problems-reason = Reason
done-title = It is in
done-added = Orders added
done-added-records = Added
done-updated = Updated
done-lines = Lines written
done-skipped = Already there
done-rejected = Left out
done-total = Total in { $currency }
done-next = Next: { $name }
done-again = Import more
history-title = Imported before
history-file = File
history-kind = What
history-added = Added

## Demo

or = or
demo-open = Open the demo
demo-open-text = Two years of a made-up shop, ready to play with. Kept apart, deleted whenever you like.
demo-banner = Demo: made-up data. Nothing here is real, and nothing of yours is touched.
demo-leave = Leave
demo-delete = Delete demo
demo-keep = Keep it
demo-delete-title = Delete the demo?
demo-delete-text = Everything made up for it goes, with what you changed in it. It can be made again at any time.
demo-fill-title = Opening the demo
demo-fill-text = A coffee and homeware merchant is made up right now on this device: two shops, a web store, two years of sales. Every figure you will see is computed from them.
demo-file = Made-up sales
demo-making = Making up two years
demo-lines = { $rows } { $rows ->
    [one] line
   *[other] lines
}
demo-note = Leaving now leaves nothing behind.
demo-retry = Try again

## Orders

orders-count = { $count ->
    [one] { $count } order
   *[other] { $count } orders
}
orders-search = Number, SKU, item or customer
orders-place = Place
orders-channel = Channel
orders-lead = Order of the list
lead-newest = Newest first
lead-oldest = Oldest first
lead-largest = Largest first
all-channels = All channels
name-not-told = Not told
day-first = From
day-last = To
clear-filters = Clear filters
orders-none-title = No orders yet
orders-none-text = Bring them in from a file, or type the first rows by hand.
orders-none-import = Import a file
orders-nothing-title = Nothing here
orders-nothing-text = No order matches. Try a number, a SKU or a name.
order-number = Number
order-when = When
order-time = Time
order-customer = Customer
order-place = Place
order-country = Country
order-items = Items
order-total = Total
order-state = State
order-without-number = Without number
order-cancelled = Cancelled
order-return = Return
order-pending = Pending
order-refunded = Refunded
order-gone = This order is not here any more
order-lines = { $count ->
    [0] No lines told
    [one] { $count } line
   *[other] { $count } lines
}
order-amounts = Amounts of the whole order
order-tax-inside = Prices contain the tax.
order-tax-on-top = Tax comes on top of the prices.
order-from = Where from
order-file = File
order-rows = Line of the file
order-row-range = { $first } to { $last }
order-source = Source
order-imported = Imported
line-discount = { $amount } off
line-kind = { $kind ->
   *[0] Item
    [1] Shipping
    [2] Fee
    [3] Discount
    [4] Stock correction
    [5] Other
    [6] Gift card
    [7] Whole order
    [8] Tip
}
amount-shipping = Shipping
amount-tax = Tax
amount-discount = Discount
amount-fees = Fees
amount-tip = Tip
amount-refunded = Refunded
amount-total = Total

## Settings

settings = Settings
settings-general = General
settings-storage = Storage
settings-security = Security
card-business = Business
card-you = You
card-looks = Language and look
card-device = This device
currency-help = Used from now on; what is recorded keeps its own.
time-zone-help = Business days follow this zone.
theme-system = As the device
theme-light = Light
theme-dark = Dark
single-keys = Single-key shortcuts
single-keys-help = Off if you speak to your computer: then a stray letter does nothing. Kept on this device only.
install = Install Tillcast
install-help = It gets its own window and icon, and browsers keep its storage more readily.
saved-setting = Setting saved
saved-business-name = Business name saved
saved-your-name = Your name saved
saved-password = Password changed
saved-recovery-key = New recovery key in force; the old one opens nothing
saved-pin = PIN saved
saved-auto-lock = Locks saved

## Settings, storage

card-storage = What this browser gives
card-storage-note = As it says itself
fact-persistence = Kept for good
persistence-granted = Promised
persistence-best-effort = Not promised
persistence-unknown = The browser does not say
ask-again = Ask again
best-effort-note = When space runs out, the browser may clear everything at once. Installing the app, or using it daily, usually earns the promise.
fact-used = Used by Tillcast
not-told = The browser does not say
fact-log-size = Of that, the sealed log
fact-mirror = Second copy
mirror-unsupported = Not possible in this browser
mirror-in-step = In step
mirror-behind = { $blocks ->
    [one] { $blocks } block behind
   *[other] { $blocks } blocks behind
}
fact-reserve = Reserve for a full disk
reserve-none = None
fact-checkpoint = Last signed checkpoint
checkpoint-none = None yet
checkpoint-at = Block { $seq }
fact-head = Last block
head-at = Block { $seq }, { $when } ({ $ago })
card-check = Check and take out
check-text = Walks the whole log: every link, seal and signature. Any changed bit is found and named.
verify-now = Verify now
verify-running = Checking the log
verify-cancel-note = Cancelling changes nothing.
blocks-of = { $done } of { $total } blocks
verify-whole = The log is whole: { $blocks ->
    [one] { $blocks } block
   *[other] { $blocks } blocks
} checked, { $opened } opened, { $checkpoints } signed { $checkpoints ->
    [one] checkpoint holds
   *[other] checkpoints hold
}.
verify-broken = { $problems ->
    [one] { $problems } fault
   *[other] { $problems } faults
} in { $blocks } blocks. The rest stays readable: { $opened } blocks open, { $checkpoints } checkpoints hold. Export the log and keep it.
block-number = Block { $seq }
export-log = Export the sealed log
export-help = One file, sealed as it is stored: it can be checked by anyone, and read only with your key.
export-running = Writing the file
export-cancel-note = Cancelling leaves no file behind.
export-readable = Export a readable copy
export-readable-help = One line per event, as text anybody can open. It is not sealed: keep it where you keep your books.
file-saved = { $name } saved
file-not-saved = The file was not saved; your vault is as it was. Allow downloads for this site, then try again.
problem-missing = it is missing
problem-missing-key = its key is missing
problem-other = does not hold ({ $code })
problem-torn = its last bytes are missing
problem-header = its header cannot be read
problem-link = it does not follow the block before it
problem-digest = its content is not what its header says
problem-key-commit = its key is not the one it was sealed with
problem-decrypt = it does not open with its key
problem-duplicate = it is there twice
problem-incomplete-transaction = a part of its change is missing
problem-damaged-copy = one copy of it is damaged, another is whole
problem-unreadable-record = a stored record cannot be read
problem-checkpoint-signature = a checkpoint’s signature does not hold
problem-checkpoint-block = a checkpoint speaks of another block
problem-live-set = keys are missing that a checkpoint had
problem-head-mismatch = the log ends elsewhere than noted
problem-unknown-incarnation = it comes from a store that never began
problem-genesis = the beginning of the log does not hold
problem-wrap = its key is there but does not open
problem-truncated = blocks after it are missing
card-log = What happened
card-log-note = Who did what, newest first
log-what = What
log-who = Who
log-when = When
log-block = Block
log-nobody = The vault itself
log-someone = Someone
log-page = Page { $number }
log-newer = Newer
log-older = Older
log-empty-title = Nothing here yet
log-empty-text = Every change will be listed here as soon as it is written.

## Settings, security

card-password = Password
change-password = Change password
card-recovery = Recovery key
recovery-replace-text = Lost the sheet, or somebody saw it? A new key replaces the old one at once.
recovery-password = Password, to make a new key
recovery-replace = Make a new recovery key
card-pin = PIN
pin-is-set = A PIN is set
pin-is-not-set = No PIN set
pin-new = New PIN
pin-help = Four to eight digits. It brings the screen back after a pause; it never opens a closed vault.
pin-form = Use four to eight digits.
pin-password = Password, to change the PIN
pin-set = Set PIN
pin-change = Change PIN
pin-remove = Remove PIN
card-auto-lock = Locks
soft-lock-after = Empty the screen after
soft-lock-help = Without a touch. PIN or password brings it back.
hard-lock-after = Close the vault after
hard-lock-help = Counted from when it was opened. Then only the password or the recovery key opens it.

## What happened: one sentence per event

event-vault-founded = Vault created for { $name }, counting in { $currency }
event-business-renamed = Business renamed to { $name }
event-currency-set = Currency set to { $currency }
event-language-set = Language set to { $language ->
    [fr] French
   *[en] English
}
event-time-zone-set = Time zone set to { $zone }
event-theme-set = Theme set to { $theme ->
    [light] light
    [dark] dark
   *[system] that of the device
}
event-auto-lock-set = Locks set to { $minutes } min of quiet and { $hours } h of being open
event-person-added = { $name } added
event-person-renamed = Person renamed to { $name }
event-pin-set = PIN set
event-pin-cleared = PIN removed
event-signed-in = Opened { $path ->
    [recovery] with the recovery key
    [pin] by PIN
   *[password] by password
}
event-failed-sign-ins = { $count ->
    [one] { $count } wrong try
   *[other] { $count } wrong tries
} to get in
event-locked = { $depth ->
    [soft] Screen emptied
   *[hard] Vault closed
} { $cause ->
    [idle] after a pause
    [hours] after its hours
   *[person] by hand
}
event-password-changed = Password changed
event-recovery-key-replaced = Recovery key replaced
event-log-verified = Log checked: { $blocks } blocks, { $problems ->
    [0] no fault
    [one] { $problems } fault
   *[other] { $problems } faults
}
event-log-exported = Log exported { $form ->
    [readable] in readable form
   *[sealed] as it is sealed
}, { $blocks } blocks
event-report-exported = Report exported: { $report }, { $format }, { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}
event-import-committed = { $orders ->
    [one] { $orders } order
   *[other] { $orders } orders
} imported, { $lines } lines, { $rejected } left out. { $file }
event-forecast-settings-set = How forecasts are made changed
event-named-day-set = { $name } named as known days
event-named-day-removed = Known days removed
event-forecast-archived = Model archived: { $item } { $category } { $place } { $model }
event-forecast-restored = Model taken out of the archive: { $item } { $category } { $place } { $model }
event-forecasts-made = { $forecasts ->
    [one] { $forecasts } forecast
   *[other] { $forecasts } forecasts
} made
event-unknown = Written by a newer version ({ $type })
event-other = { $code }

## What went wrong: what did not happen, what is safe, what to do

error-other = That did not work ({ $code }). Nothing was changed. Try again; if it stays, reload the page.
error-wrong-password = That password does not open this vault. Nothing was changed. Try again: { $tries_left ->
    [one] { $tries_left } try is left
   *[other] { $tries_left } tries are left
} this minute.
error-wrong-pin = That PIN is not right. Nothing was changed. Try again, or use your password: { $tries_left ->
    [one] { $tries_left } try is left
   *[other] { $tries_left } tries are left
} this minute.
error-weak-password = That password is too easy to guess, so it was not set. Add a word or two.
error-quota-exceeded = Not saved, this browser is out of space. What was saved before is safe. Free some space on this device, then save again.
error-locked = The vault is locked, so nothing was changed. Unlock it and try again.
error-not-permitted = Not done: your role may not do this. Nothing was changed. Ask the owner.
error-empty = Not saved: { $field ->
    [business] the business name
    [owner] your name
    [person] the name
   *[other] a field
} is empty. Type it and save again.
error-too-long = Not saved: { $field ->
    [business] the business name
    [owner] your name
    [person] the name
   *[other] a text
} has { $got } characters, { $most } are possible. Shorten it and save again.
error-unprintable = Not saved: { $field ->
    [business] the business name
    [owner] your name
    [person] the name
   *[other] a text
} holds invisible characters. Type it by hand and save again.
error-unknown-currency = Not saved: { $code } is not a currency of ISO 4217. Choose one from the list.
error-unknown-time-zone = Not saved: this is not a time zone. Choose one from the list.
error-auto-lock-range = Not saved: 1 to 240 minutes and 1 to 24 hours are possible.
error-unknown-person = Not saved: this person is not in the vault any more. Reload the page.
error-area-read-only = Not saved: a newer version has written here, and this one must not write beside it. What you have is safe. Reload to get the newer version.
error-quarantined = Not done: this stopped the vault twice and was set aside. Everything else is safe.
error-cancelled = Cancelled. Nothing was changed.
error-not-in-this-build = Not done: this version cannot do that. Nothing was changed.
error-wrong-recovery-key = These words belong to another vault. Nothing was changed. Look for the sheet of this one.
error-wrong-recovery-word = Word { $position } is not that. Nothing was changed. Look at the sheet again and type it as it stands there.
error-recovery-word-count = Not opened: { $got } words, and the key has 24. Nothing was changed. Look for one that is missing or twice.
error-recovery-word-unknown = Not opened: word { $position } is not in the list recovery keys are made of. Nothing was changed. Check its spelling.
error-recovery-checksum = Not opened: one of the words is wrong or out of place. Nothing was changed. Compare them with the sheet, one by one.
error-too-many-tries = Five wrong tries. The vault is safe; the next try is possible in { $seconds } s.
error-no-pin = No PIN is set. Nothing was changed. Use your password.
error-pin-format = That is no PIN, so it was not set. Use four to eight digits.
error-nothing-prepared = Not created: the first step was lost, perhaps by a reload. Nothing was stored. Go back and fill in the form again.
error-vault-exists = There is a vault here already, and it was not touched. Reload to open it.
error-no-vault = There is no vault here, so nothing was done. Reload the page.
error-soft-locked = The screen is locked, so nothing was changed. Unlock it and try again.
error-kdf-memory = Not opened: this device could not spare the memory to check a password safely. The vault is untouched. Close other tabs and try again.
error-storage-disconnected = Not saved: this browser lost its hold on the storage. What was saved before is safe. Reload the page and try again.
error-storage-refused = Not saved: this browser’s storage refused ({ $operation }). What was saved before is safe. Reload the page and try again.
error-vault-damaged = Not done: a part of the vault cannot be read ({ $what }). Nothing was overwritten. Settings, Storage checks the log.
error-chain-forked = Not saved: another tab wrote at the same moment. Nothing was lost. Try again.
error-other-version = Not done: another tab runs another version. Nothing was changed. Close the other Tillcast tabs, or reload this one.
error-newer-format = Not done: a newer version wrote this vault (format { $found }, up to { $supported } understood). Nothing was changed. Reload to get it.
error-unsupported = Not done: this browser lacks something Tillcast needs ({ $what }). Nothing was changed. Use a current Chrome, Edge, Firefox or Safari.
error-too-large = Not saved: that is { $bytes } bytes, { $limit } are possible. What was saved before is safe. Make it smaller.
error-file-empty = Not imported: the file is empty. Nothing was written. Export it again and drop it here.
error-file-header-only = Not imported: the file has names of columns and no line below them. Nothing was written. Export a longer period.
error-file-zip = Not imported: this is a zip archive or an Excel workbook, whatever its name says. Nothing was written. Unpack it, or save the sheet as CSV.
error-file-gzip = Not imported: the file is packed twice. Nothing was written. Unpack it once and drop it again.
error-file-spreadsheet = Not imported: this is an Excel workbook. Nothing was written. Save the sheet as CSV and drop that.
error-table-rows = Not exported: a sheet ends at 1,048,576 rows. Nothing was changed. Export it as CSV, or choose a shorter period.
error-table-columns = Not exported: a sheet ends at 16,384 columns. Nothing was changed. Export it as CSV.
error-table-text = Not exported: a text is longer than the 32,767 characters of a cell. Nothing was changed. Export it as CSV.
error-table-size = Not exported: the file would be larger than 4 GB. Nothing was changed. Choose a shorter period.
error-file-binary = Not imported: this is not a text file. Nothing was written. Export it as CSV.
error-file-too-many-columns = Not imported: line { $line } has more columns than any export. Nothing was written. Check what stands between the cells.
error-file-unclosed-quote = Not imported: a quotation mark that opens in line { $line } is never closed. Nothing was written. Correct that line, or say that quotation marks are text.
error-file-cell-too-long = Not imported: a cell in line { $line } is longer than any text. Nothing was written. Look for a quotation mark that is not closed.
error-file-no-table = Not imported: no columns were found in this file. Nothing was written. Export it as CSV.
error-file-plan = Not imported: the file has other columns than were chosen. Nothing was written. Choose the file again.
error-read-again = Not imported: the end of the file contradicts its beginning. Nothing was written. Set encoding and columns by hand.
error-files-worker-gone = The part that reads files stopped. Nothing was written, your vault is as it was. Choose the file again; if it stays, reload the page.
error-internal = That did not work, and it is our fault ({ $code }). What was saved is safe. Reload the page; if it stays, report that code.
error-worker-restarted = Not done: the vault had to start again. What was saved is safe. Try again.
error-staging-totals = Not imported: what arrived is not what was counted in the file. Nothing of it went in. Import it again; if it stays, report it.
error-staging-kind = Not imported: the file held records that only Tillcast itself makes. Nothing of it went in.
error-staging-not-loaded = Not imported: earlier records could not be read to compare with. Nothing of the file went in. Import it again.
error-staging-not-sealed = Not imported: a part of the file was not saved. Nothing of it went in. Import it again.
error-records-newer = Not done: a newer version of Tillcast wrote these records. Nothing was changed. Reload to get it.
error-records-out-of-range = Not imported: an amount, a quantity or a text is larger than Tillcast takes. Nothing of the file went in.
error-not-in-demo = The demo has no password and no keys of yours, so nothing was changed. Leave it to work in your own vault.
error-import-running = Not started: another import is under way, perhaps in another tab. Nothing was changed. Let it finish or cancel it there.
error-import-lost = Not imported: the storage was opened anew in the meantime. Nothing of the file went in. Import it again.
error-file-unreadable = The file cannot be read any more ({ $reason }); it may have been moved or changed. Nothing was imported. Choose it again.
error-gzip-damaged = The file is packed with gzip and damaged or cut off. Nothing was imported. Save or download it again.
error-nothing-checked = There is nothing to bring in: the file has not been read. Choose it again.
error-no-file = No file is open. Choose one first.
error-records-damaged = A part of the imported records cannot be read. Nothing was overwritten, and totals leave that part out. Settings, Storage checks the log.

## Forecasts on charts

chart-actual = Actual
chart-forecast = Forecast
chart-expected = Expected
chart-bands = 50, 80, 95%
chart-band = 80%
chart-likely = Likely (80%)
chart-range = { $low } to { $high }
strip-trend = Trend
strip-week = Day of week
strip-year = Time of year
strip-events = Holidays and events
chart-event = Special
chart-said = Said before
chart-said-low = Said before, 80% low
chart-said-high = Said before, 80% high
chart-scenario = What if
chart-unusual = Unusual
chart-usually = Usual would be
quantile-95-low = 95% low
quantile-80-low = 80% low
quantile-50-low = 50% low
quantile-median = Median
quantile-50-high = 50% high
quantile-80-high = 80% high
quantile-95-high = 95% high
outlook = Next { $step ->
    [day] { $count } days
    [week] { $count ->
        [one] week
       *[other] { $count } weeks
    }
   *[month] { $count ->
        [one] month
       *[other] { $count } months
    }
} { $sum }, likely { $low } to { $high } (80%)
outlook-stale = Out of date
outlook-sentence = Forecast to { $last }. { $outlook }.

## Forecasts: what cannot be made

error-forecast-nothing-sold = No forecast was made: nothing of this was sold up to yesterday. Nothing was changed. Choose other sales, or import more.
error-forecast-no-whole-period = No forecast was made: not one whole week or month has passed since the first sale. Nothing was changed. Choose a shorter period.
error-forecast-horizon = No forecast was made: it can look 7 to 365 days ahead. Nothing was changed. Choose a number of days in between.

## Forecast

nav-plan = Plan
nav-forecast = Forecast
forecast-all = All sales
forecast-crumbs = Where this is
forecast-pick = Find an item or category
forecast-ahead = Days ahead
forecast-days = { $count } days
forecast-days-own = Other…
forecast-title = { $measure ->
    [units] Units
   *[revenue] Revenue
} { $step ->
    [day] a day
    [week] a week
   *[month] a month
}
forecast-sentence = { $measure ->
    [units] Units
   *[revenue] Revenue
} per { $step ->
    [day] day
    [week] week
   *[month] month
}, { $first } to { $last }.
forecast-empty-text = Bring in sales from a file of your till or shop, and this page forecasts them on this device.
forecast-none-title = Nothing was sold here
forecast-none-text = No sale matches, so there is nothing to forecast from. The name may have changed.
forecast-short = Not enough history: { $known } of { $least } { $step ->
    [day] days
    [week] weeks
   *[month] months
}. With older sales, or with time, a forecast says more than a guess.
forecast-short-import = Bring in older sales
forecast-making = Comparing models on your sales
forecast-making-note = It all happens on this device. Cancelling changes nothing.
forecast-retry = Try again
forecast-again = Forecast again
forecast-line = { $model } expects { $sum }, { $champion } { $other }.
forecast-not-made = No forecast has been made yet.
forecast-made = Made { $when }, from sales up to { $until }.
forecast-stale-data = The sales have changed since.
forecast-stale-engine = A newer version may forecast better.
forecast-stale-age = It is older than a day.
forecast-stale-calendar = The known days have changed since.
demand-smooth = Steady seller
demand-erratic = Uneven seller
demand-intermittent = Occasional seller
demand-lumpy = Rare seller
predicted-well = Well predicted
predicted-fairly = Fairly predicted
predicted-hard = Hard to predict
predicted-new = Too new to say
predicted-why = Off by { $share } of what was sold in past forecasts, MASE { $mase }

## Models of a forecast

models = Models
models-note = { $origins } { $origins ->
    [one] past forecast
   *[other] past forecasts
} of { $count } { $step ->
    [day] days
    [week] { $count ->
        [one] week
       *[other] weeks
    }
   *[month] { $count ->
        [one] month
       *[other] months
    }
} each. Lower MASE is better.
models-untried = Too little history to try them on the past.
models-champion = Champion
models-model = Model
models-mase = MASE
models-smape = sMAPE
models-inside = Inside 80% band
models-bias = Bias
models-time = Time
models-meanings = What these figures mean
models-mase-means = The average miss, measured by that of repeating the { $step ->
    [day] same day of last week
   *[other] last season
}: at 1.00 as good as that, below it better.
models-smape-means = The average miss as a share of the figures themselves, 0% to 200%.
models-inside-means = How often what came lay inside the 80% band. Near 80% the band is honest.
models-bias-means = Above 0 it forecast too much on average, below 0 too little.
models-time-means = What fitting and trying it on the past took on this device.
models-weight = Weight
models-weight-means = Its share in the ensemble.
models-draw = Draw its line in the chart
models-all = All models
models-choose = Choose a model
models-choose-title = Which model forecasts this
models-choose-do = Forecast with it
models-automatic = The best one
models-usual = As usual
models-usual-for = Your usual model, if you chose one under “All models”; else whichever came closest in past forecasts.
models-reason-named = { $model }, because you chose it; nothing else came closer in past forecasts.
models-reason-chosen = { $model }, because you chose it. { $best } came closer in past forecasts.
models-reason-best = { $model }: closest to what really came in { $origins } past forecasts.
models-reason-middle = { $model }: the middle of several models. { $best } came closer in past forecasts, but not by enough to be more than luck.
models-reason-untried = { $model }: the middle of several models, which is the safest start while there is little history.
model-ensemble = Ensemble
model-autoets = Exponential smoothing (ETS)
model-autoarima = ARIMA
model-ces = Complex smoothing (CES)
model-dot = Theta, dynamic
model-otheta = Theta, optimised
model-theta = Theta
model-mstl = Several seasons (MSTL)
model-levelshape = Level and shape
model-prophet = Prophet
model-trees = Boosted trees
model-lstm = LSTM
model-croston = Croston
model-sba = Croston, corrected (SBA)
model-tsb = Fading demand (TSB)
model-adida = Summed demand (ADIDA)
model-imapa = Summed several ways (IMAPA)
model-counts = Count distribution
model-snaive = Last season repeated
model-drift = Straight line
model-mean = Average of everything
model-average = Average of the latest
model-ensemble-for = Best for almost everything: the middle of several models, seldom the very best and almost never far off.
model-autoets-for = Best for steady sellers with a trend and a season that change slowly.
model-autoarima-for = Best for steady sales where each period leans on the ones just before it.
model-ces-for = Best for sales that drift between levels without a plain trend.
model-dot-for = Best for sales with a trend that comes and goes; hard to beat on weeks and months.
model-otheta-for = Best for short histories with a plain trend.
model-theta-for = Best for short histories: half trend, half average of the latest.
model-mstl-for = Best for daily sales with both a week and a year in them.
model-levelshape-for = Best for a strong weekly shape on a level that moves.
model-prophet-for = Best for years of daily sales with holidays and a trend that turns.
model-trees-for = Best with prices, promotions and many items to learn from together.
model-lstm-for = Best for a few hundred items with long histories that behave alike. Takes the longest.
model-croston-for = Best for items that sell now and then.
model-sba-for = Best for items that sell now and then, in very different amounts.
model-tsb-for = Best for items that sell now and then and may be about to stop.
model-adida-for = Best for items that sell rarely: looks at longer periods first.
model-imapa-for = Best for items that sell rarely, when no one period length is right.
model-counts-for = Best for small whole numbers, and for how much to keep on the shelf.
model-snaive-for = A yardstick: next week is like last week.
model-drift-for = A yardstick: on from the last value, as far each time as on average before.
model-mean-for = A yardstick: every day is like the average day.
model-average-for = A yardstick: like the latest, without a season.
earlier = Earlier forecasts
earlier-note = To hold against what came.
earlier-until = sales up to { $day }, data { $digest }
earlier-show = Show the forecast of { $when } in the chart
earlier-hide = Take the forecast of { $when } out of the chart
earlier-came = { $periods ->
    [one] { $periods } period
   *[other] { $periods } periods
} came: off by { $share } of what was sold, { $inside } inside the 80% band.
earlier-came-none = { $periods ->
    [one] { $periods } period
   *[other] { $periods } periods
} came: nothing was sold, { $inside } inside the 80% band.

## Forecasts of all items

items = All items
items-fresh = { $fresh } up to date, { $stale } out of date
items-search = SKU, item or category
items-run-all = Forecast all items
items-run-top = Top { $count }
items-go-on = Go on with all items
items-running = Forecasting items
items-paused = Paused
items-of = { $done } of { $total }
items-kept = What is done is kept.
items-pace = { $rate } items/s, about { $left } left. What is done is kept.
items-done = Items forecast
items-before = Last { $days } days
items-ahead = Next { $days } days
items-likely = Likely
items-demand = How it sells
items-state = State
items-unit = Unit
items-state-none = Not forecast yet
items-state-fresh = Up to date
items-state-data = Sales changed
items-state-engine = Newer version
items-state-age = Older than a day
items-state-calendar = Known days changed
items-none-title = No item here
items-none-text = No item that sold in the last year matches. Try a SKU or a part of a name.
error-engine-crashed = No forecast was made: the part that computes stopped twice. Your sales and earlier forecasts are safe. Try again; if it stays, reload the page.
error-engine-stuck = No forecast was made: the part that computes did not answer for half a minute and was started anew. Your sales and earlier forecasts are safe. Try again, or choose another model.
error-engine-unavailable = No forecast was made: this browser did not start the part that computes. Your sales are safe. Close other tabs, or reload the page.
error-forecast-no-history = No forecast was made: there is no history. Nothing was changed. Bring in older sales.
error-forecast-too-short = No forecast was made: the history is too short. Nothing was changed. Choose a shorter period, or bring in older sales.
error-forecast-bad-value = No forecast was made: an amount in the history is too large to count with. Nothing was changed. Look for it under Orders, largest first.
error-forecast-bad-seasons = No forecast was made, and it is our fault (seasons). Your sales are safe. Report that word.
error-forecast-bad-horizon = No forecast was made: it cannot look so far ahead. Nothing was changed. Choose fewer days.
error-forecast-bad-levels = No forecast was made, and it is our fault (levels). Your sales are safe. Report that word.
error-forecast-unknown-model = No forecast was made: this version does not know the model. Nothing was changed. Reload to get the newest version.
error-unknown-day = Not done: these days are no longer there. Nothing was changed. Close and look again.
error-day-span = Not saved: days last from one day to a year, between 1900 and 2200. Nothing was changed. Choose other days.
error-too-many-days = Not saved: there are { $most } known days already, as many as there may be. Nothing was changed. Remove some first.
error-mape-range = Not saved: the limit is from 1% to 1,000%. Nothing was changed. Type another one.
error-scenario-out-of-range = Not tried: another price may be from 90% less to 9 times more, with at most 50 promotions. Nothing was changed. Try less.
error-forecast-bad-hierarchy = The forecasts were not added up: parts and wholes do not match. The forecasts themselves are kept. Forecast all items again.
error-forecast-no-fit = No forecast was made: no model fits these sales. Nothing was changed. Choose weeks or months instead.

## Known days

known-days = Holidays and own days
known-edit = Choose holidays, name days
known-saved = Known days saved
known-country = Public holidays
known-country-help = They are marked in charts, and models learn what they are worth to you.
known-no-country = None
known-own = Your own days
known-own-none = None yet. Name promotions, closed days and events, past ones too: models learn from them.
known-ahead = In the coming year
known-add = Add a day
known-change = Change
known-change-named = Change { $name }
known-remove = Remove { $name }
known-yearly = every year
known-repeats = The same dates every year
known-name = Name
known-kind = What happens
known-needs-name = Give it a name
known-of = Which sales
first-day = First day
last-day = Last day
day-promotion = Promotion
day-closed = Closed
day-event = Event
day-holiday = Holiday

## What if

what-if-reset = Reset
what-if-price = Price
what-if-was = was { $price }, { $change }
what-if-no-price = Another price can be tried for one item at a time: find an item above.
what-if-no-one-price = It goes at another price almost every time, so what one price would do cannot be told. As many are expected to sell.
what-if-before = As it is
what-if-after = Then
what-if-change = Change
margin = Margin
what-if-price-learned = Learned from { $changes ->
    [one] one earlier price change
   *[other] { $changes } earlier price changes
}: 1% cheaper sells about { $share } { $way ->
    [down] more
   *[up] less
}.
what-if-promotion-learned = Learned from { $periods ->
    [one] one earlier period
   *[other] { $periods } earlier periods
} with a promotion: { $change } on what sells without.
what-if-never = { $of ->
    [price] This never had another price, so what one would do cannot be told yet. As many are expected to sell.
   *[promotion] No earlier promotion is known, so what one would do cannot be told yet. Name past ones under “Holidays and own days”. Nothing changes in the forecast.
}
what-if-seldom = { $of ->
    [price] The price was another one in
   *[promotion] There was a promotion in
} { $periods ->
    [one] one period alone
   *[other] { $periods } periods alone
}: too few to tell from chance. { $of ->
    [price] As many are expected to sell.
   *[promotion] Nothing changes in the forecast.
}
what-if-no-effect = { $of ->
    [price] { $seen ->
        [one] One earlier price change shows
       *[other] { $seen } earlier price changes show
    } no effect of the price on how much sells. As many are expected to sell.
   *[promotion] { $seen ->
        [one] One earlier period with a promotion shows
       *[other] { $seen } earlier periods with a promotion show
    } no effect on how much sells. Nothing changes in the forecast.
}

## Insights

insights = Worth knowing
insight-growth = { $way ->
    [up] Sells { $share } more than a year ago.
   *[down] Sells { $share } less than a year ago.
}
insight-strongest = { $kind ->
    [weekday] { $place } is the strongest day
    [week] Week { $place } is the strongest of the year
   *[month] { $place } is the strongest month
}: { $share } above the average.
insight-weakest = { $kind ->
    [weekday] { $place } is the weakest day
    [week] Week { $place } is the weakest of the year
   *[month] { $place } is the weakest month
}: { $share } below the average.
insight-level = Since { $day } it sells { $share } { $way ->
    [up] more
   *[down] less
} than before.
insight-trend = Since { $day } the trend is another: { $change } a year, before { $before }.
insight-day = { $name }: { $share } { $way ->
    [up] more
   *[down] less
} than on an ordinary day.
insight-promotion = { $name } brought { $share } { $way ->
    [up] more
   *[down] less
} than usual.
insight-outlier = { $day } was out of the ordinary: { $value }, where { $before } was to be expected.

## Holidays

holiday-all-saints = All Saints’ Day
holiday-ambedkar-jayanti = Ambedkar Jayanti
holiday-armistice-day = Armistice Day
holiday-ascension = Ascension Day
holiday-ashura = Ashura
holiday-assumption = Assumption
holiday-bhai-duj = Bhai Duj
holiday-black-friday = Black Friday
holiday-boxing-day = Boxing Day
holiday-buddha-purnima = Buddha Purnima
holiday-canada-day = Canada Day
holiday-carnival-monday = Carnival Monday
holiday-christmas = Christmas Day
holiday-christmas-eve = Christmas Eve
holiday-civic-holiday = Civic Holiday
holiday-columbus-day = Columbus Day
holiday-corpus-christi = Corpus Christi
holiday-cyber-monday = Cyber Monday
holiday-dhanteras = Dhanteras
holiday-diwali = Diwali
holiday-dussehra = Dussehra
holiday-early-may-bank-holiday = Early May bank holiday
holiday-easter = Easter Sunday
holiday-easter-monday = Easter Monday
holiday-eid-al-adha = Eid al-Adha
holiday-eid-al-fitr = Eid al-Fitr
holiday-epiphany = Epiphany
holiday-extra-bank-holiday = Extra bank holiday
holiday-family-day = Family Day
holiday-fathers-day = Father’s Day
holiday-gandhi-jayanti = Gandhi Jayanti
holiday-ganesh-chaturthi = Ganesh Chaturthi
holiday-good-friday = Good Friday
holiday-guru-nanak-jayanti = Guru Nanak Jayanti
holiday-halloween = Halloween
holiday-holi = Holi
holiday-independence-day = Independence Day
holiday-janmashtami = Janmashtami
holiday-juneteenth = Juneteenth
holiday-karva-chauth = Karva Chauth
holiday-labour-day = Labour Day
holiday-maha-shivaratri = Maha Shivaratri
holiday-mahavir-jayanti = Mahavir Jayanti
holiday-martin-luther-king-day = Martin Luther King Day
holiday-mawlid = Mawlid
holiday-memorial-day = Memorial Day
holiday-mothers-day = Mother’s Day
holiday-national-day = Bastille Day
holiday-new-year = New Year’s Day
holiday-new-years-eve = New Year’s Eve
holiday-observed = Holiday made up
holiday-onam = Onam
holiday-presidents-day = Presidents’ Day
holiday-raksha-bandhan = Raksha Bandhan
holiday-ram-navami = Ram Navami
holiday-reformation-day = Reformation Day
holiday-remembrance-day = Remembrance Day
holiday-republic-day = Republic Day
holiday-second-christmas-day = Second day of Christmas
holiday-spring-bank-holiday = Spring bank holiday
holiday-st-nicholas-day = St Nicholas’ Day
holiday-st-patricks-day = St Patrick’s Day
holiday-summer-bank-holiday = Summer bank holiday
holiday-summer-sales = Summer sales begin
holiday-thanksgiving = Thanksgiving
holiday-unity-day = German Unity Day
holiday-valentines-day = Valentine’s Day
holiday-veterans-day = Veterans Day
holiday-victoria-day = Victoria Day
holiday-victory-day = Victory in Europe Day
holiday-whit-monday = Whit Monday
holiday-winter-sales = Winter sales begin

## Adding up

adding-up = Adding up
adding-up-note = Each forecast is made by itself, so items need not come to what is expected of everything. Here each is moved as little as it is unsure, until they do. What is kept stays as it was made.
adding-up-run = Make forecasts add up
adding-up-running = Making forecasts add up
adding-up-alone = By itself
adding-up-total = Adding up
adding-up-change = Change, %
adding-up-rest = Everything else
adding-up-rest-of = { $name }, everything else
items-learning = Learning from all items
items-learning-note = The next items go faster.
models-taught = It learned from { $count } items.

## Registry of models

registry = Models
registry-note = { $count ->
    [one] { $count } model in use
   *[other] { $count } models in use
}
registry-in-use = In use
registry-archive = Archive
registry-which = Which models
registry-search = Item, place or model
registry-of = Forecast of
registry-trained = Trained on
registry-mape = MAPE
registry-rmsse = RMSSE
registry-live = What came
registry-age = Age
registry-stale-mape = Often wrong
registry-none-title = No model here
registry-none-text = Models appear with the first forecast of an item or of all sales.
registry-periods = { $from } to { $until }, { $count } { $step ->
    [day] days
    [week] weeks
   *[month] months
}
registry-until = { $count } { $step ->
    [day] days
    [week] weeks
   *[month] months
} to { $until }
registry-kind = Every { $step ->
    [day] day
    [week] week
   *[month] month
}, { $days } days ahead
registry-earlier = Forecasts before it
registry-open = Open the forecast
registry-retrain = Retrain
registry-retrained = Trained anew
registry-to-archive = Archive
registry-restore = Take out of the archive
registry-archived = Archived. It is no longer trained by itself.
registry-restored = In use again
registry-rule = How models are trained
registry-rule-on = Train by itself when nobody needs the device
registry-rule-help = With newer sales, with a newer version, or when the error is above the limit.
registry-rule-mape = Error limit (MAPE), percent
registry-rule-mape-wrong = A whole number from 1 to 1,000
registry-default = Usual model
registry-default-help = What a forecast is made with when none is chosen.
registry-slow = Compare slow models, too
registry-slow-help = Prophet, boosted trees and LSTM take part in every comparison. That takes seconds instead of a moment.
registry-saved = Training settings saved
registry-by-model = What forecasts were worth
registry-by-model-note = Forecasts whose days are over, against what came.
registry-forecasts = Forecasts
registry-unit = Figure
registry-notation = Form
registry-engine = Version
registry-made = Trained
registry-trained-until = Trained up to
registry-trained-count = Periods
