# Tillcast en français. Les deux fichiers ont les mêmes clés et arguments ; un test les compare.

## Everywhere

lock = Verrouiller
unlock = Déverrouiller
save = Enregistrer
back = Retour
cancel = Annuler
close = Fermer
reload = Recharger
understood = Compris
loading = Chargement
starting = Ouverture de Tillcast
counting = calcul…
nothing-changed = Rien n’a encore changé
password = Mot de passe
new-password = Nouveau mot de passe
current-password = Mot de passe actuel
business-name = Nom de l’entreprise
your-name = Votre nom
currency = Devise
language = Langue
theme = Thème
time-zone = Fuseau horaire
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
field-show-secret = Afficher le mot de passe
field-hide-secret = Masquer le mot de passe
keypad-name = Clavier
keypad-erase = Effacer
keypad-typed = { $count ->
    [0] Aucun chiffre saisi
    [one] { $count } chiffre saisi
   *[other] { $count } chiffres saisis
}

## Frame

skip-to-content = Aller au contenu
nav-name = Pages
sidebar-name = Boutique et coffre
nav-today = Aujourd’hui
nav-orders = Commandes
nav-data = Données
nav-import = Import
nav-reports = Rapports
nav-more = Plus
nav-settings = Réglages
menu-person = Votre menu
menu-lock-now = Verrouiller maintenant
menu-security = Mot de passe et verrous
menu-shortcuts = Raccourcis clavier
role-owner = Propriétaire
role-admin = Administration
role-manager = Responsable
role-clerk = Vente
role-viewer = Lecture
fact-vault-open = Coffre ouvert, verrouillage dans { $minutes } min
fact-storage-granted = Ce navigateur garde votre coffre
fact-storage-best-effort = Stockage non garanti
fact-offline = Hors ligne, tout va bien
shortcuts-title = Raccourcis clavier
shortcut-lock = Verrouiller maintenant
shortcut-submit = Action principale d’un formulaire
shortcut-close = Fermer la fenêtre du dessus
shortcut-help = Cette liste
new-version = Une nouvelle version est prête. Elle démarre quand vous rechargez ; d’ici là, celle-ci continue.
new-version-reload = Recharger
new-version-later = Plus tard
not-found-title = Il n’y a pas de page ici
not-found-text = L’adresse est peut-être ancienne ou mal saisie. Rien n’est perdu.
not-found-home = Ouvrir Aujourd’hui

## Graphiques et tableaux

chart = Graphique
chart-show-all = Tout afficher
chart-so-far = Jusqu’ici
chart-as-table = Afficher en tableau
chart-as-chart = Afficher en graphique
export = Exporter
export-csv = En CSV
export-xlsx = En classeur Excel
export-png = En image

## Mots des chiffres

all-places = Tous les lieux
place = Lieu
places = Lieux
places-today = Lieux aujourd’hui
sold = Vendu
usual = D’habitude
usual-by-now = D’habitude à cette heure
change = Écart
change-more = en hausse de
change-less = en baisse de
revenue = Ventes
average-order = Panier moyen
units = Unités
by = Par
hour = Heure
day = Jour
week = Semaine
month = Mois

## Aujourd’hui

today-until = Tout est compté sur cet appareil, jusqu’à { $time }.
today-of-year = En { $year }. Tout est compté sur cet appareil.
today-long-ago = Rien n’a été vendu ces huit dernières semaines. Voici le { $day }, dernier jour avec des ventes.
today-empty-title = Aucune vente
today-empty-text = Importez un fichier de votre caisse ou de votre boutique, et cette page les compte aussitôt.
today-import = Importer un fichier
today-others = Vendu aussi : { $amounts }. Les autres devises ne sont pas dans ces chiffres.
today-by-hour = Aujourd’hui par heure
by-hour = Par heure
tile-revenue-today = Ventes du jour
tile-over = de plus que d’habitude ({ $usual })
tile-under = de moins que d’habitude ({ $usual })
tile-over-by-now = de plus qu’à cette heure d’habitude ({ $usual })
tile-under-by-now = de moins qu’à cette heure d’habitude ({ $usual })
tile-as-usual = Comme d’habitude
tile-as-usual-by-now = Comme d’habitude à cette heure
tile-no-usual = Pas encore de jours comparables
revenue-sentence = Ventes par { $step ->
    [day] jour
    [week] semaine
   *[month] mois
}, du { $first } au { $last }. Le dernier jour compte { $amount }.
hours-sentence = Ventes par heure. Le plus fort à partir de { $hour } h : { $amount }.

## Autres mots des chiffres

category = Catégorie
item = Article
sku = Réf.
channel = Canal
country = Pays
returns = Retours
discounts = Remises
tax = Taxes
shipping = Livraison
fees = Frais
other-postings = Autres écritures
top = Premiers
bottom = Derniers

## Rapports

report-sales = Ventes, comptées sur cet appareil.
report-empty-text = Importez un fichier de votre caisse ou de votre boutique, et les rapports les comptent aussitôt.
report-none-title = Rien ici
report-none-text = Aucune vente pour ces jours et ces filtres.
report-show-all = Effacer les filtres
report-filter = Filtrer
report-measure = Chiffre
report-side = Ordre
report-convert = Convertir les autres devises
report-period = Du { $first } au { $last }
report-before = contre { $value } la période d’avant
report-year-before = contre { $value } l’année d’avant
report-no-before = Pas de période complète avant
report-no-year-before = Pas d’année complète avant
report-the-period-before = Période d’avant
report-the-year-before = Année d’avant
report-title = { $measure } par { $by }
report-some = { $shown } sur { $all }
report-sentence = { $measure } par { $by }, du { $first } au { $last } : { $total } au total.
report-apart = À côté des ventes
report-apart-note = Conservé, sans y être ajouté
report-sold-in = Vendu en { $currency }
report-converted = Converti à vos taux
period = Période
period-7 = 7 derniers jours
period-28 = 28 derniers jours
period-90 = 90 derniers jours
period-month = Ce mois-ci
period-year = Cette année
period-all = Tout
period-own = D’un jour à l’autre
all-categories = Toutes les catégories
all-countries = Tous les pays

## Notices

notice-clock-moved-back = L’horloge de cet appareil a reculé de { $seconds } s. Le journal garde son ordre ; vérifiez l’horloge.
notice-mirror-failing = La seconde copie ne peut pas être écrite. Vos données sont sauves dans la première ; libérez de la place sur cet appareil.
notice-command-quarantined = Une modification a arrêté le coffre deux fois et a été mise de côté. Tout le reste est sauf. Réessayez autrement.
notice-other-version = Un autre onglet utilise une version plus récente. Rechargez celui-ci pour continuer.
notice-takeover-needs-unlock = L’onglet qui tenait les clés a été fermé. Ce que vous avez enregistré est sauf ; déverrouillez de nouveau ici.
notice-chain-broken = Le journal a un défaut au bloc { $seq }. Le reste demeure lisible ; voyez Réglages, Stockage.
notice-records-damaged = { $chunks } parties des enregistrements importés manquent ou sont endommagées, les totaux n’en tiennent pas compte. Importez ces fichiers de nouveau.

## First run

promise = Les comptes de votre boutique, sous clé sur vos appareils.
promise-password = Seul votre mot de passe l’ouvre
promise-password-why = Personne d’autre ne lit vos ventes, nous compris.
promise-offline = Fonctionne sans connexion
promise-offline-why = Vendez toute la journée hors ligne. Rien n’attend un serveur.
promise-leave = Partez quand vous voulez
promise-leave-why = Un seul fichier contient tout, dans un format documenté.
device-laptop = Portable du bureau
device-tablet = Tablette du comptoir
device-phone = Votre téléphone
create-title = Créez votre coffre
create-text = Cela prend une minute. Rien ne quitte cet appareil.
create-vault = Créer le coffre
create-step = Étape 2 sur 2
business-name-missing = Indiquez le nom de votre entreprise.
your-name-missing = Indiquez votre nom ; ce coffre sera à vous.
password-missing = Saisissez votre mot de passe.
password-too-easy = Choisissez un mot de passe plus difficile à deviner.
granted-kept = Ce navigateur a promis de garder votre coffre.
granted-best-effort = Ce navigateur peut vider son stockage si la place manque. Installer l’application y remédie en général.
granted-unknown = Ce navigateur ne dit pas s’il garde votre coffre.

## Password strength

strength-none-yet = Personne ne pourra le réinitialiser pour vous : choisissez-en un que vous retiendrez.
strength-too-short = Trop court. Dix caractères au moins ; quelques mots conviennent bien.
strength-common = Beaucoup de gens l’utilisent, il est donc essayé en premier. Choisissez-en un autre.
strength-pattern = Les répétitions et suites de touches se devinent. Mêlez-y d’autres mots.
strength-personal = Votre nom et celui de la boutique sont essayés en premier. Prenez d’autres mots.
strength-guessable = Facile à deviner. Ajoutez un mot ou deux.
strength-fair = Passable. Un mot de plus le rend solide.
strength-good = Bon. Personne ne pourra le réinitialiser pour vous, d’où la clé de secours à l’étape suivante.
strength-strong = Solide. Personne ne pourra le réinitialiser pour vous : gardez bien votre clé de secours.

## Recovery key

recovery-title = Gardez cette clé de secours
recovery-text = Si vous oubliez votre mot de passe, ces 24 mots sont le seul moyen de rentrer. Ils sont montrés une fois et conservés nulle part.
recovery-words = Mots de secours
recovery-print = Imprimer une feuille
recovery-save = Enregistrer un fichier
recovery-no-photo = Ne la photographiez pas, les photos voyagent.
recovery-prove = À vous de le prouver. Les mots sont cachés pendant la saisie.
recovery-word = Mot { $number }
recovery-open = Je l’ai, ouvrir mon coffre
recovery-kept = Je l’ai
recovery-file-head = Clé de secours du coffre Tillcast « { $name } ». Quiconque possède ces 24 mots peut l’ouvrir.
recovery-file-name = tillcast-cle-de-secours.txt

## Unlock

unlock-text = Verrouillé. Votre mot de passe l’ouvre.
unlock-forgot = Oublié ?
unlock-wait = Cinq essais erronés. Prochain essai possible dans { $seconds } s.
soft-lock-text = Verrouillé en l’absence de tous. Qui êtes-vous ?
soft-lock-who = Qui êtes-vous ?
soft-lock-use-password = Mot de passe
soft-lock-use-pin = Code PIN
recover-text = Vos 24 mots ouvrent le coffre et fixent un nouveau mot de passe.
recover-words = Mots de secours
recover-count = { $count } mots sur 24
recover = Ouvrir avec ces mots

## Vaults that cannot be opened

halted-badge = Le coffre est fermé
vanished-title = Votre coffre a disparu de ce navigateur
vanished-text = Un coffre se trouvait ici, mais ce navigateur a vidé son stockage. Tillcast ne l’a pas supprimé.
vanished-safe = Les copies sur d’autres appareils, dans d’autres profils et dans vos fichiers exportés ne sont pas touchées.
vanished-advice-device = Regardez sur vos autres appareils : chacun garde sa propre copie.
vanished-advice-profile = Regardez dans le profil de navigateur utilisé auparavant : une fenêtre privée n’en montre rien.
vanished-advice-new = S’il n’y a aucune autre copie, créez ici un nouveau coffre. L’ancien n’est plus lisible avec ce qui reste.
vanished-fact = Coffre { $vault }, dernier bloc connu { $seq }
vanished-start-over = Créer un nouveau coffre
newer-title = Ce coffre vient d’une version plus récente
newer-text = Cette page est plus ancienne que le coffre trouvé ; elle ne l’a donc pas ouvert.
newer-safe = Rien n’a été lu ni modifié. Tout ce que vous avez enregistré est sauf.
newer-advice-reload = Rechargez : la version la plus récente de Tillcast arrive d’ordinaire d’elle-même.
newer-advice-tabs = Si cette page demeure, fermez tous les autres onglets Tillcast, puis rechargez.
newer-fact = Format { $found } trouvé, compris jusqu’à { $supported }
damaged-title = Le coffre ne peut pas être ouvert
damaged-text = Ce que ce navigateur a stocké ne se lit pas comme prévu.
damaged-safe = Rien n’a été écrasé. Ce qui est lisible le reste.
damaged-advice-reload = Rechargez d’abord : il arrive qu’un navigateur perde l’accès à son stockage puis le retrouve.
damaged-advice-keep = Si cela demeure, n’effacez pas les données de ce navigateur. Les enregistrements scellés y sont encore.
damaged-fact = Ce qui a échoué : { $code }
other-build-title = Deux versions se sont croisées
other-build-text = Cette page et son moteur viennent de versions différentes ; ils ne se parlent donc pas.
other-build-safe = Rien n’a été modifié. Tout ce que vous avez enregistré est sauf.
other-build-advice = Rechargez : les deux seront alors de la même version.
worker-gone-title = Tillcast ne peut pas travailler dans cet onglet
worker-gone-text = La partie qui tient le coffre ne démarre pas, ou s’arrête aussitôt.
worker-gone-safe = Rien n’a été modifié. Tout ce que vous avez enregistré est sauf.
worker-gone-advice-reload = Rechargez la page.
worker-gone-advice-browser = Si cela demeure, fermez d’autres onglets pour libérer de la mémoire, ou prenez un Chrome, Edge, Firefox ou Safari récent.

## Import

import-title = Importer
import-text = Ventes, articles, stock ou taux, depuis un fichier de n’importe quel logiciel de caisse.
import-typed = Lignes saisies
larger-screen = Plus confortable sur un grand écran. Tout fonctionne ici aussi.
steps-name = Étapes
step-file = Fichier
step-columns = Colonnes
step-check = Contrôle
step-import = Importer
drop-title = Déposez un fichier ici
drop-text = CSV, TSV ou texte, aussi en .gz, tel que votre logiciel l’exporte. Plusieurs fichiers passent l’un après l’autre.
drop-promise = Rien ne quitte cet appareil, et rien n’est écrit avant que vous n’appuyiez sur Importer.
choose-file = Choisir un fichier
facts-change = Modifier
recognised = Reconnu : comme la dernière fois
import-looking = Examen du fichier
import-checking = Contrôle de chaque ligne
import-checking-at = Contrôle, { $rows } { $rows ->
    [one] ligne lue
   *[other] lignes lues
}
import-paused = En pause
import-paused-at = En pause après { $rows } { $rows ->
    [one] ligne
   *[other] lignes
}
import-pace = { $rate } lignes/s, encore { $seconds } s environ
import-questions = { $count ->
    [0] Tout est répondu
    [one] { $count } question d’abord
   *[other] { $count } questions d’abord
}
import-not-checked = Pas contrôlé
import-checked = { $rows } { $rows ->
    [one] ligne contrôlée
   *[other] lignes contrôlées
}{ $rejected ->
    [0] {""}
   *[other] , { $rejected } écartées
}{ $duplicates ->
    [0] {""}
   *[other] , { $duplicates } en double dans le fichier
}
import-choose = { $count ->
    [one] { $count } ligne est illisible
   *[other] { $count } lignes sont illisibles
}. Choisissez la suite.
import-nothing = Rien n’entrera. Enregistrez la liste, corrigez le fichier et déposez-le de nouveau.
import-nothing-to-import = Aucune ligne de ce fichier ne peut entrer
import-writing = Écriture
import-writing-at = Écriture, { $rows } lignes sur { $total }
import-lines = Importer { $count } { $count ->
    [one] ligne
   *[other] lignes
}
import-progress = Avancement
nothing-written = Rien n’est écrit avant que vous n’appuyiez sur Importer
pause = Pause
resume = Reprendre
check-again = Contrôler de nouveau
import-way = D’où
way-file = D’un fichier
way-sales = Saisir des ventes
way-rates = Saisir des taux de change
grid-help = Saisissez ou collez des lignes, comme dans un tableur : Entrée et les flèches déplacent. Une date comme 2026-11-21 n’est jamais ambiguë.
grid-empty = Rien n’est encore saisi
grid-check = { $count ->
    [0] Contrôler
    [one] Contrôler { $count } ligne
   *[other] Contrôler { $count } lignes
}
grid-add = Ajouter une ligne
grid-clear = Effacer
grid-full = { $most } lignes au plus ; au-delà, importez un fichier.
columns-title = Colonnes
columns-matched = { $matched } colonnes lues sur { $columns }, reconnues par leur nom et leur contenu.
columns-more = { $count ->
    [one] Montrer { $count } colonne non lue
   *[other] Montrer { $count } colonnes non lues
}
column-number = Colonne { $number }
column-becomes = « { $name } » devient
column-check = À voir
column-guess = Supposé
column-sure = Compris
fact-kind = Contenu
fact-delimiter = Entre les cellules
fact-encoding = Encodage
fact-decimals = Décimales
fact-header = Première ligne
fact-skip = Lignes à sauter avant
fact-tax = Taxe
tax-told = Selon le fichier
tax-included = Comprise dans les prix
fact-customers = Noms des clients
customers-no = Laissés de côté
customers-yes = Importés
delimiter-comma = Virgules
delimiter-semicolon = Points-virgules
delimiter-tab = Tabulations
delimiter-pipe = Barres
decimal-point = Point décimal
decimal-comma = Virgule décimale
header-yes = Noms des colonnes
header-no = Déjà des données
kind-sales = Ventes
kind-items = Articles
kind-stock = Stock
kind-rates = Taux de change
fields-order = Quand, où, quelle commande
fields-item = Article
fields-line = Ligne
fields-total = Commande entière
fields-customer = Client
fields-stock = Stock
fields-rates = Taux de change
field-name = { $number ->
   *[0] Ne pas importer
    [1] Date
    [2] Heure
    [3] Modifié le
    [4] Annulé le
    [5] Numéro de commande
    [6] Numéro de paiement
    [7] Numéro de ligne
    [8] Type d’événement
    [9] État
    [10] Référence
    [11] Nom de l’article
    [12] Variante
    [13] Code-barres
    [14] Catégorie
    [15] Lieu
    [16] Canal
    [17] Quantité
    [18] Prix unitaire
    [19] Montant de la ligne
    [20] Remise de la ligne
    [21] Taxe de la ligne
    [22] Taux de taxe
    [23] Sous-total
    [24] Remise de la commande
    [25] Livraison
    [26] Taxe de la commande
    [27] Total de la commande
    [28] Remboursé
    [29] Pourboire
    [30] Frais
    [31] Devise
    [32] Client
    [33] Nom du client
    [34] E-mail du client
    [35] Pays
    [36] Vendu par
    [37] Note
    [38] Coût unitaire
    [39] En stock
    [40] Réservé
    [41] Disponible
    [42] Groupe de produits
    [43] Liste d’articles
    [44] Devise de départ
    [45] Devise d’arrivée
    [46] Taux
    [47] Net de la commande
    [48] Fuseau horaire
}
question-of-file = Une précision est nécessaire ({ $name }).
question-answer = Réponse
question-choose = Choisir
question-take = Valider
question-date-order = Rien dans le fichier ne prouve ce qui vient d’abord, le jour ou le mois. Lequel ?
question-decimal-mark = Dans ces nombres, le signe sépare-t-il les décimales ou les milliers ?
question-column-date = Aucune colonne n’est lue comme une date. Choisissez celle qui dit quand.
question-column-amount = Aucune colonne n’est lue comme un montant. Choisissez un prix, un montant ou un total.
question-column-item = Aucune colonne n’est lue comme un article. Choisissez la référence ou le nom.
question-column-rate = Aucune colonne n’est lue comme un taux. Choisissez les deux devises et le taux.
answer-date-order-dmy = Le jour d’abord
answer-date-order-mdy = Le mois d’abord
answer-date-order-ymd = L’année d’abord
answer-decimal-mark-point = Le point est décimal
answer-decimal-mark-comma = La virgule est décimale
row-date-missing = Pas de date. Écartée.
row-date-unreadable = Pas une date. Écartée.
row-date-impossible = Ce jour n’existe pas. Écartée.
row-number-unreadable = Pas un nombre. Écartée.
row-number-out-of-range = Trop grand pour être vrai. Écartée.
row-currency-unknown = Pas une devise. Écartée.
row-amount-missing = Pas de montant. Écartée.
row-item-missing = Pas d’article. Écartée.
row-text-too-long = Plus de 1 000 caractères. Écartée.
row-row-width = Plus ou moins de cellules que de colonnes. Écartée.
row-quantity-missing = Pas de quantité. Écartée.
row-rate-unreadable = Pas un taux. Écartée.
row-order-number-damaged = Un tableur a arrondi ce numéro. Comparez-le avec la source.
row-formula-cell = Commence comme une formule. Gardé comme texte, jamais exécuté.
row-header-repeated = L’en-tête de nouveau. Sautée.
row-text-undecodable = Des lettres sont illisibles dans cet encodage.
row-nul-bytes = Des octets invisibles ont été retirés.
row-footer-difference = Le total à la fin du fichier ne correspond pas à ses lignes.
row-total-row = Un total, pas une vente. Sautée.
row-currency-assumed = Devise non précisée. Prise dans la vôtre.
row-order-number-missing = Pas de numéro de commande. Comptée comme une vente à part.
row-not-stocked = Pas tenu en stock ici. Sautée.
row-text-row = Une remarque, pas une vente. Ignorée.
row-time-unreadable = Pas une heure. Prise sans elle.
row-row-repeated = La même ligne deux fois. Comptée une fois.
preview-title = Aperçu
preview-line = Ligne
preview-unreadable = Illisible
preview-doubtful = À vérifier
preview-asks-title = D’abord une réponse
preview-asks-text = Dès que les questions ont leur réponse, chaque ligne est contrôlée et montrée ici.
look-at-title = À regarder
look-at-unreadable = { $count } illisibles
look-at-doubtful = { $count } à vérifier
look-at-save = Liste en CSV
line-number = Ligne { $line }
whole-file = Tout le fichier
lines-count = { $count ->
    [one] { $count } ligne
   *[other] { $count } lignes
}
bad-lines = { $count ->
    [one] { $count } ligne est illisible. Importer les bonnes, ou rien ?
   *[other] { $count } lignes sont illisibles. Importer les bonnes, ou rien ?
}
bad-lines-good = Seulement les bonnes
bad-lines-nothing = Rien
problem-of-line = Illisible ({ $code }).
problems-line = Ligne
problems-column = Colonne
problems-value = Valeur
problems-reason = Raison
done-title = C’est importé
done-added = Commandes ajoutées
done-added-records = Ajoutés
done-updated = Mises à jour
done-lines = Lignes écrites
done-skipped = Déjà présentes
done-rejected = Écartées
done-total = Total en { $currency }
done-next = Suivant : { $name }
done-again = Importer encore
history-title = Déjà importé
history-file = Fichier
history-kind = Contenu
history-added = Ajoutées

## Demo

or = ou
demo-open = Ouvrir la démo
demo-open-text = Deux ans d’un commerce inventé, pour essayer. Rangé à part, supprimé quand vous voulez.
demo-banner = Démo : données inventées. Rien n’est réel ici, et rien de chez vous n’est touché.
demo-leave = Quitter
demo-delete = Supprimer la démo
demo-keep = La garder
demo-delete-title = Supprimer la démo ?
demo-delete-text = Tout ce qui a été inventé pour elle disparaît, avec vos changements. Elle peut être refaite à tout moment.
demo-fill-title = Ouverture de la démo
demo-fill-text = Un marchand de café et d’objets est inventé en ce moment sur cet appareil : deux boutiques, un site, deux ans de ventes. Chaque chiffre en sera calculé.
demo-file = Ventes inventées
demo-making = Invention de deux années
demo-lines = { $rows } { $rows ->
    [one] ligne
   *[other] lignes
}
demo-note = Annuler maintenant ne laisse rien.
demo-retry = Réessayer

## Commandes

orders-count = { $count ->
    [one] { $count } commande
   *[other] { $count } commandes
}
orders-search = Numéro, référence, article ou client
orders-place = Lieu
orders-channel = Canal
orders-lead = Ordre de la liste
lead-newest = Récentes d’abord
lead-oldest = Anciennes d’abord
lead-largest = Grandes d’abord
all-channels = Tous les canaux
name-not-told = Non précisé
day-first = Du
day-last = Au
clear-filters = Effacer les filtres
orders-none-title = Pas encore de commandes
orders-none-text = Importez-les d’un fichier, ou saisissez les premières lignes.
orders-none-import = Importer un fichier
orders-nothing-title = Rien ici
orders-nothing-text = Aucune commande ne correspond. Essayez un numéro, une référence ou un nom.
order-number = Numéro
order-when = Quand
order-time = Heure
order-customer = Client
order-place = Lieu
order-country = Pays
order-items = Articles
order-total = Total
order-state = État
order-without-number = Sans numéro
order-cancelled = Annulée
order-return = Retour
order-pending = En attente
order-refunded = Remboursée
order-gone = Cette commande n’est plus là
order-lines = { $count ->
    [0] Aucune ligne connue
    [one] { $count } ligne
   *[other] { $count } lignes
}
order-amounts = Montants de la commande
order-tax-inside = Les prix contiennent la taxe.
order-tax-on-top = La taxe s’ajoute aux prix.
order-from = Provenance
order-file = Fichier
order-rows = Ligne du fichier
order-row-range = { $first } à { $last }
order-source = Source
order-imported = Importée
line-discount = { $amount } de remise
line-kind = { $kind ->
   *[0] Article
    [1] Livraison
    [2] Frais
    [3] Remise
    [4] Correction de stock
    [5] Autre
    [6] Carte cadeau
    [7] Commande entière
    [8] Pourboire
}
amount-shipping = Livraison
amount-tax = Taxe
amount-discount = Remise
amount-fees = Frais
amount-tip = Pourboire
amount-refunded = Remboursé
amount-total = Total

## Settings

settings = Réglages
settings-general = Général
settings-storage = Stockage
settings-security = Sécurité
card-business = Entreprise
card-you = Vous
card-looks = Langue et apparence
card-device = Cet appareil
currency-help = Dès maintenant ; ce qui est enregistré garde la sienne.
time-zone-help = Les journées suivent ce fuseau.
theme-system = Comme l’appareil
theme-light = Clair
theme-dark = Sombre
single-keys = Raccourcis à une touche
single-keys-help = À couper si vous parlez à votre ordinateur : une lettre perdue ne fait alors rien. Sur cet appareil seulement.
install = Installer Tillcast
install-help = L’application a sa fenêtre et son icône, et les navigateurs gardent plus volontiers son stockage.
saved-setting = Réglage enregistré
saved-business-name = Nom de l’entreprise enregistré
saved-your-name = Votre nom est enregistré
saved-password = Mot de passe changé
saved-recovery-key = Nouvelle clé de secours active ; l’ancienne n’ouvre plus rien
saved-pin = Code PIN enregistré
saved-auto-lock = Verrous enregistrés

## Settings, storage

card-storage = Ce que donne ce navigateur
card-storage-note = Selon ses propres dires
fact-persistence = Gardé durablement
persistence-granted = Promis
persistence-best-effort = Non promis
persistence-unknown = Le navigateur ne le dit pas
ask-again = Redemander
best-effort-note = Si la place manque, le navigateur peut tout vider d’un coup. Installer l’application, ou l’utiliser chaque jour, lui vaut d’ordinaire la promesse.
fact-used = Utilisé par Tillcast
not-told = Le navigateur ne le dit pas
fact-log-size = Dont le journal scellé
fact-mirror = Seconde copie
mirror-unsupported = Impossible dans ce navigateur
mirror-in-step = À jour
mirror-behind = { $blocks ->
    [one] { $blocks } bloc de retard
   *[other] { $blocks } blocs de retard
}
fact-reserve = Réserve en cas de disque plein
reserve-none = Aucune
fact-checkpoint = Dernier point signé
checkpoint-none = Aucun encore
checkpoint-at = Bloc { $seq }
fact-head = Dernier bloc
head-at = Bloc { $seq }, { $when } ({ $ago })
card-check = Vérifier et emporter
check-text = Parcourt tout le journal : chaque lien, sceau et signature. Le moindre bit changé est trouvé et nommé.
verify-now = Vérifier maintenant
verify-running = Vérification du journal
verify-cancel-note = Annuler ne change rien.
blocks-of = { $done } blocs sur { $total }
verify-whole = Le journal est intact : { $blocks ->
    [one] { $blocks } bloc vérifié
   *[other] { $blocks } blocs vérifiés
}, { $opened } ouverts, { $checkpoints ->
    [one] { $checkpoints } point signé tient
   *[other] { $checkpoints } points signés tiennent
}.
verify-broken = { $problems ->
    [one] { $problems } défaut
   *[other] { $problems } défauts
} sur { $blocks } blocs. Le reste demeure lisible : { $opened } blocs s’ouvrent, { $checkpoints } points signés tiennent. Exportez le journal et gardez-le.
block-number = Bloc { $seq }
export-log = Exporter le journal scellé
export-help = Un fichier, scellé comme il est stocké : tous peuvent le vérifier, seule votre clé le lit.
export-running = Écriture du fichier
export-cancel-note = Annuler ne laisse aucun fichier.
export-readable = Exporter une copie lisible
export-readable-help = Une ligne par événement, en texte que chacun peut ouvrir. Elle n’est pas scellée : gardez-la avec vos comptes.
file-saved = { $name } enregistré
file-not-saved = Le fichier n’a pas été enregistré ; votre coffre est inchangé. Autorisez les téléchargements pour ce site, puis réessayez.
problem-missing = il manque
problem-missing-key = sa clé manque
problem-other = ne tient pas ({ $code })
problem-torn = ses derniers octets manquent
problem-header = son en-tête est illisible
problem-link = il ne suit pas le bloc précédent
problem-digest = son contenu n’est pas celui que dit son en-tête
problem-key-commit = sa clé n’est pas celle qui l’a scellé
problem-decrypt = il ne s’ouvre pas avec sa clé
problem-duplicate = il s’y trouve deux fois
problem-incomplete-transaction = une partie de sa modification manque
problem-damaged-copy = une de ses copies est abîmée, une autre est intacte
problem-unreadable-record = un enregistrement stocké est illisible
problem-checkpoint-signature = la signature d’un point de contrôle ne tient pas
problem-checkpoint-block = un point de contrôle parle d’un autre bloc
problem-live-set = des clés qu’avait un point de contrôle manquent
problem-head-mismatch = le journal finit ailleurs que noté
problem-unknown-incarnation = il vient d’un stockage qui n’a jamais commencé
problem-genesis = le début du journal ne tient pas
problem-wrap = sa clé est là mais ne s’ouvre pas
problem-truncated = des blocs manquent après lui
card-log = Ce qui s’est passé
card-log-note = Qui a fait quoi, du plus récent au plus ancien
log-what = Quoi
log-who = Qui
log-when = Quand
log-block = Bloc
log-nobody = Le coffre lui-même
log-someone = Quelqu’un
log-page = Page { $number }
log-newer = Plus récents
log-older = Plus anciens
log-empty-title = Rien ici pour l’instant
log-empty-text = Chaque modification figurera ici dès qu’elle sera écrite.

## Settings, security

card-password = Mot de passe
change-password = Changer le mot de passe
card-recovery = Clé de secours
recovery-replace-text = Feuille perdue, ou vue par quelqu’un ? Une nouvelle clé remplace aussitôt l’ancienne.
recovery-password = Mot de passe, pour une nouvelle clé
recovery-replace = Créer une nouvelle clé de secours
card-pin = Code PIN
pin-is-set = Un code PIN est défini
pin-is-not-set = Aucun code PIN
pin-new = Nouveau code PIN
pin-help = Quatre à huit chiffres. Il ramène l’écran après une pause ; il n’ouvre jamais un coffre fermé.
pin-form = Utilisez quatre à huit chiffres.
pin-password = Mot de passe, pour changer le code PIN
pin-set = Définir le code PIN
pin-change = Changer le code PIN
pin-remove = Retirer le code PIN
card-auto-lock = Verrous
soft-lock-after = Vider l’écran après
soft-lock-help = Sans que rien ne bouge. Le code PIN ou le mot de passe le ramène.
hard-lock-after = Fermer le coffre après
hard-lock-help = À compter de son ouverture. Seuls le mot de passe ou la clé de secours l’ouvrent alors.

## What happened: one sentence per event

event-vault-founded = Coffre créé pour { $name }, en { $currency }
event-business-renamed = Entreprise renommée { $name }
event-currency-set = Devise : { $currency }
event-language-set = Langue : { $language ->
    [fr] français
   *[en] anglais
}
event-time-zone-set = Fuseau horaire : { $zone }
event-theme-set = Thème : { $theme ->
    [light] clair
    [dark] sombre
   *[system] celui de l’appareil
}
event-auto-lock-set = Verrous : { $minutes } min de calme et { $hours } h d’ouverture
event-person-added = { $name }, personne ajoutée
event-person-renamed = Personne renommée { $name }
event-pin-set = Code PIN défini
event-pin-cleared = Code PIN retiré
event-signed-in = Ouverture { $path ->
    [recovery] avec la clé de secours
    [pin] par code PIN
   *[password] par mot de passe
}
event-failed-sign-ins = { $count ->
    [one] { $count } essai erroné
   *[other] { $count } essais erronés
} pour entrer
event-locked = { $depth ->
    [soft] Écran vidé
   *[hard] Coffre fermé
} { $cause ->
    [idle] après une pause
    [hours] après ses heures
   *[person] à la main
}
event-password-changed = Mot de passe changé
event-recovery-key-replaced = Clé de secours remplacée
event-log-verified = Journal vérifié : { $blocks } blocs, { $problems ->
    [0] aucun défaut
    [one] { $problems } défaut
   *[other] { $problems } défauts
}
event-log-exported = Journal exporté { $form ->
    [readable] sous forme lisible
   *[sealed] tel qu’il est scellé
}, { $blocks } blocs
event-report-exported = Rapport exporté : { $report }, { $format }, { $rows ->
    [one] { $rows } ligne
   *[other] { $rows } lignes
}
event-import-committed = { $orders ->
    [one] { $orders } commande importée
   *[other] { $orders } commandes importées
}, { $lines } lignes, { $rejected } écartées. { $file }
event-forecast-settings-set = La façon de prévoir a changé
event-named-day-set = { $name } nommé parmi les jours connus
event-named-day-removed = Jours connus retirés
event-forecast-archived = Modèle archivé : { $item } { $category } { $place } { $model }
event-forecast-restored = Modèle sorti des archives : { $item } { $category } { $place } { $model }
event-forecasts-made = { $forecasts ->
    [one] { $forecasts } prévision faite
   *[other] { $forecasts } prévisions faites
}
event-unknown = Écrit par une version plus récente ({ $type })
event-other = { $code }

## What went wrong: what did not happen, what is safe, what to do

error-other = Cela n’a pas fonctionné ({ $code }). Rien n’a été modifié. Réessayez ; si cela demeure, rechargez la page.
error-wrong-password = Ce mot de passe n’ouvre pas ce coffre. Rien n’a été modifié. Réessayez : { $tries_left ->
    [one] il reste { $tries_left } essai
   *[other] il reste { $tries_left } essais
} pour cette minute.
error-wrong-pin = Ce code PIN n’est pas le bon. Rien n’a été modifié. Réessayez, ou utilisez votre mot de passe : { $tries_left ->
    [one] il reste { $tries_left } essai
   *[other] il reste { $tries_left } essais
} pour cette minute.
error-weak-password = Ce mot de passe est trop facile à deviner et n’a pas été enregistré. Ajoutez un mot ou deux.
error-quota-exceeded = Non enregistré, ce navigateur n’a plus de place. Ce qui était enregistré est sauf. Libérez de la place sur cet appareil, puis enregistrez de nouveau.
error-locked = Le coffre est verrouillé ; rien n’a été modifié. Déverrouillez-le et réessayez.
error-not-permitted = Non effectué : votre rôle ne le permet pas. Rien n’a été modifié. Demandez au propriétaire.
error-empty = Non enregistré : { $field ->
    [business] le nom de l’entreprise
    [owner] votre nom
    [person] le nom
   *[other] un champ
} est vide. Saisissez-le et enregistrez de nouveau.
error-too-long = Non enregistré : { $field ->
    [business] le nom de l’entreprise
    [owner] votre nom
    [person] le nom
   *[other] un texte
} a { $got } caractères, { $most } sont possibles. Raccourcissez-le et enregistrez de nouveau.
error-unprintable = Non enregistré : { $field ->
    [business] le nom de l’entreprise
    [owner] votre nom
    [person] le nom
   *[other] un texte
} contient des caractères invisibles. Saisissez-le à la main et enregistrez de nouveau.
error-unknown-currency = Non enregistré : { $code } n’est pas une devise de la norme ISO 4217. Choisissez-en une dans la liste.
error-unknown-time-zone = Non enregistré : ce n’est pas un fuseau horaire. Choisissez-en un dans la liste.
error-auto-lock-range = Non enregistré : de 1 à 240 minutes et de 1 à 24 heures sont possibles.
error-unknown-person = Non enregistré : cette personne n’est plus dans le coffre. Rechargez la page.
error-area-read-only = Non enregistré : une version plus récente a écrit ici, et celle-ci ne doit pas écrire à côté. Vos données sont sauves. Rechargez pour obtenir la version récente.
error-quarantined = Non effectué : cela a arrêté le coffre deux fois et a été mis de côté. Tout le reste est sauf.
error-cancelled = Annulé. Rien n’a été modifié.
error-not-in-this-build = Non effectué : cette version ne sait pas le faire. Rien n’a été modifié.
error-wrong-recovery-key = Ces mots sont ceux d’un autre coffre. Rien n’a été modifié. Cherchez la feuille de celui-ci.
error-wrong-recovery-word = Le mot { $position } n’est pas celui-là. Rien n’a été modifié. Relisez la feuille et saisissez-le tel quel.
error-recovery-word-count = Non ouvert : { $got } mots, et la clé en a 24. Rien n’a été modifié. Cherchez-en un qui manque ou qui est en double.
error-recovery-word-unknown = Non ouvert : le mot { $position } n’est pas dans la liste des clés de secours. Rien n’a été modifié. Vérifiez son orthographe.
error-recovery-checksum = Non ouvert : un des mots est faux ou mal placé. Rien n’a été modifié. Comparez-les à la feuille, un par un.
error-too-many-tries = Cinq essais erronés. Le coffre est sauf ; prochain essai possible dans { $seconds } s.
error-no-pin = Aucun code PIN n’est défini. Rien n’a été modifié. Utilisez votre mot de passe.
error-pin-format = Ce n’est pas un code PIN ; il n’a pas été enregistré. Utilisez quatre à huit chiffres.
error-nothing-prepared = Non créé : la première étape s’est perdue, peut-être par un rechargement. Rien n’a été stocké. Revenez et remplissez de nouveau le formulaire.
error-vault-exists = Il y a déjà un coffre ici, et il n’a pas été touché. Rechargez pour l’ouvrir.
error-no-vault = Il n’y a pas de coffre ici ; rien n’a été fait. Rechargez la page.
error-soft-locked = L’écran est verrouillé ; rien n’a été modifié. Déverrouillez-le et réessayez.
error-kdf-memory = Non ouvert : cet appareil n’a pas pu libérer la mémoire pour vérifier un mot de passe en sûreté. Le coffre est intact. Fermez d’autres onglets et réessayez.
error-storage-disconnected = Non enregistré : ce navigateur a perdu l’accès au stockage. Ce qui était enregistré est sauf. Rechargez la page et réessayez.
error-storage-refused = Non enregistré : le stockage de ce navigateur a refusé ({ $operation }). Ce qui était enregistré est sauf. Rechargez la page et réessayez.
error-vault-damaged = Non effectué : une partie du coffre est illisible ({ $what }). Rien n’a été écrasé. Réglages, Stockage vérifie le journal.
error-chain-forked = Non enregistré : un autre onglet a écrit au même instant. Rien n’est perdu. Réessayez.
error-other-version = Non effectué : un autre onglet utilise une autre version. Rien n’a été modifié. Fermez les autres onglets Tillcast, ou rechargez celui-ci.
error-newer-format = Non effectué : une version plus récente a écrit ce coffre (format { $found }, compris jusqu’à { $supported }). Rien n’a été modifié. Rechargez pour l’obtenir.
error-unsupported = Non effectué : il manque à ce navigateur ce dont Tillcast a besoin ({ $what }). Rien n’a été modifié. Prenez un Chrome, Edge, Firefox ou Safari récent.
error-too-large = Non enregistré : cela fait { $bytes } octets, { $limit } sont possibles. Ce qui était enregistré est sauf. Réduisez-le.
error-file-empty = Pas importé : le fichier est vide. Rien n’a été écrit. Exportez-le de nouveau et déposez-le ici.
error-file-header-only = Pas importé : le fichier a des noms de colonnes et aucune ligne dessous. Rien n’a été écrit. Exportez une période plus longue.
error-file-zip = Pas importé : c’est une archive zip ou un classeur Excel, quel que soit son nom. Rien n’a été écrit. Décompressez-le, ou enregistrez la feuille en CSV.
error-file-gzip = Pas importé : le fichier est compressé deux fois. Rien n’a été écrit. Décompressez-le une fois et déposez-le de nouveau.
error-file-spreadsheet = Pas importé : c’est un classeur Excel. Rien n’a été écrit. Enregistrez la feuille en CSV et déposez-la.
error-table-rows = Pas exporté : une feuille s’arrête à 1 048 576 lignes. Rien n’a été modifié. Exportez en CSV, ou choisissez une période plus courte.
error-table-columns = Pas exporté : une feuille s’arrête à 16 384 colonnes. Rien n’a été modifié. Exportez en CSV.
error-table-text = Pas exporté : un texte dépasse les 32 767 caractères d’une cellule. Rien n’a été modifié. Exportez en CSV.
error-table-size = Pas exporté : le fichier dépasserait 4 Go. Rien n’a été modifié. Choisissez une période plus courte.
error-file-binary = Pas importé : ce n’est pas un fichier texte. Rien n’a été écrit. Exportez-le en CSV.
error-file-too-many-columns = Pas importé : la ligne { $line } a plus de colonnes que tout export. Rien n’a été écrit. Vérifiez ce qui sépare les cellules.
error-file-unclosed-quote = Pas importé : un guillemet ouvert à la ligne { $line } n’est jamais fermé. Rien n’a été écrit. Corrigez cette ligne, ou dites que les guillemets sont du texte.
error-file-cell-too-long = Pas importé : une cellule de la ligne { $line } est plus longue que tout texte. Rien n’a été écrit. Cherchez un guillemet qui n’est pas fermé.
error-file-no-table = Pas importé : aucune colonne trouvée dans ce fichier. Rien n’a été écrit. Exportez-le en CSV.
error-file-plan = Pas importé : le fichier a d’autres colonnes que celles choisies. Rien n’a été écrit. Choisissez-le de nouveau.
error-read-again = Pas importé : la fin du fichier contredit son début. Rien n’a été écrit. Réglez l’encodage et les colonnes à la main.
error-files-worker-gone = La partie qui lit les fichiers s’est arrêtée. Rien n’a été écrit, votre coffre est intact. Choisissez de nouveau le fichier ; si cela persiste, rechargez la page.
error-internal = Cela n’a pas fonctionné, par notre faute ({ $code }). Ce qui était enregistré est sauf. Rechargez la page ; si cela demeure, signalez ce code.
error-worker-restarted = Non effectué : le coffre a dû redémarrer. Ce qui était enregistré est sauf. Réessayez.
error-staging-totals = Non importé : ce qui est arrivé ne correspond pas à ce qui a été compté dans le fichier. Rien n’a été ajouté. Importez-le de nouveau ; si cela persiste, signalez-le.
error-staging-kind = Non importé : le fichier contenait des enregistrements que seul Tillcast crée. Rien n’a été ajouté.
error-staging-not-loaded = Non importé : des enregistrements antérieurs n’ont pas pu être lus pour comparer. Rien du fichier n’a été ajouté. Importez-le de nouveau.
error-staging-not-sealed = Non importé : une partie du fichier n’a pas été enregistrée. Rien n’a été ajouté. Importez-le de nouveau.
error-records-newer = Non fait : une version plus récente de Tillcast a écrit ces enregistrements. Rien n’a été modifié. Rechargez pour l’obtenir.
error-records-out-of-range = Non importé : un montant, une quantité ou un texte dépasse ce que Tillcast accepte. Rien du fichier n’a été ajouté.
error-not-in-demo = La démo n’a ni mot de passe ni clés à vous, rien n’a donc été modifié. Quittez-la pour travailler dans votre coffre.
error-import-running = Non lancé : un autre import est en cours, peut-être dans un autre onglet. Rien n’a été modifié. Laissez-le finir ou annulez-le là-bas.
error-import-lost = Non importé : le stockage a été rouvert entre-temps. Rien du fichier n’a été ajouté. Importez-le de nouveau.
error-file-unreadable = Le fichier ne peut plus être lu ({ $reason }) ; il a peut-être été déplacé ou modifié. Rien n’a été importé. Choisissez-le de nouveau.
error-gzip-damaged = Le fichier est compressé avec gzip et endommagé ou tronqué. Rien n’a été importé. Enregistrez-le ou téléchargez-le de nouveau.
error-nothing-checked = Il n’y a rien à importer : le fichier n’a pas été lu. Choisissez-le de nouveau.
error-no-file = Aucun fichier n’est ouvert. Choisissez-en un d’abord.
error-records-damaged = Une partie des enregistrements importés est illisible. Rien n’a été écrasé, et les totaux n’en tiennent pas compte. Paramètres, Stockage vérifie le journal.

## Prévisions sur les graphiques

chart-actual = Réel
chart-forecast = Prévu
chart-expected = Prévu
chart-bands = 50, 80, 95 %
chart-band = 80 %
chart-likely = Sans doute (80 %)
chart-range = { $low } à { $high }
strip-trend = Tendance
strip-week = Jour de la semaine
strip-year = Période de l’année
strip-events = Jours fériés et événements
chart-event = Particularité
chart-said = Prévu alors
chart-said-low = Prévu alors, 80 % bas
chart-said-high = Prévu alors, 80 % haut
chart-unusual = Inhabituel
chart-usually = Habituel
chart-scenario = Et si
quantile-95-low = 95 % bas
quantile-80-low = 80 % bas
quantile-50-low = 50 % bas
quantile-median = Médiane
quantile-50-high = 50 % haut
quantile-80-high = 80 % haut
quantile-95-high = 95 % haut
outlook = { $count } { $step ->
    [day] prochains jours
    [week] { $count ->
        [one] prochaine semaine
       *[other] prochaines semaines
    }
   *[month] { $count ->
        [one] prochain mois
       *[other] prochains mois
    }
} : { $sum }, sans doute entre { $low } et { $high } (80 %)
outlook-stale = À refaire
outlook-sentence = Prévision jusqu’au { $last }. { $outlook }.

## Prévisions : ce qui ne peut pas être fait

error-forecast-nothing-sold = Aucune prévision n’a été faite : rien de cela n’a été vendu jusqu’à hier. Rien n’a changé. Choisissez d’autres ventes ou importez-en davantage.
error-forecast-no-whole-period = Aucune prévision n’a été faite : pas une semaine ni un mois entier depuis la première vente. Rien n’a changé. Choisissez une période plus courte.
error-forecast-horizon = Aucune prévision n’a été faite : elle peut porter sur 7 à 365 jours. Rien n’a changé. Choisissez un nombre de jours entre les deux.

## Forecast

nav-plan = Prévoir
nav-forecast = Prévisions
forecast-all = Toutes les ventes
forecast-crumbs = Où vous êtes
forecast-pick = Trouver un article ou une catégorie
forecast-ahead = Jours à venir
forecast-days = { $count } jours
forecast-days-own = Autre…
forecast-title = { $measure ->
    [units] Unités
   *[revenue] Ventes
} { $step ->
    [day] par jour
    [week] par semaine
   *[month] par mois
}
forecast-sentence = { $measure ->
    [units] Unités
   *[revenue] Ventes
} par { $step ->
    [day] jour
    [week] semaine
   *[month] mois
}, du { $first } au { $last }.
forecast-empty-text = Importez les ventes d’un fichier de votre caisse ou boutique, et cette page les prévoit sur cet appareil.
forecast-none-title = Rien n’a été vendu ici
forecast-none-text = Aucune vente ne correspond, il n’y a donc rien pour prévoir. Le nom a peut-être changé.
forecast-short = Historique trop court : { $known } sur { $least } { $step ->
    [day] jours
    [week] semaines
   *[month] mois
}. Avec des ventes plus anciennes, ou avec le temps, une prévision vaudra mieux qu’une supposition.
forecast-short-import = Importer des ventes plus anciennes
forecast-making = Comparaison des modèles sur vos ventes
forecast-making-note = Tout se passe sur cet appareil. Annuler ne change rien.
forecast-retry = Réessayer
forecast-again = Prévoir à nouveau
forecast-line = { $model } prévoit { $sum }, { $champion } { $other }.
forecast-not-made = Aucune prévision n’a encore été faite.
forecast-made = Faite le { $when }, d’après les ventes jusqu’au { $until }.
forecast-stale-data = Les ventes ont changé depuis.
forecast-stale-engine = Une version plus récente peut mieux prévoir.
forecast-stale-age = Elle a plus d’un jour.
forecast-stale-calendar = Les jours connus ont changé depuis.
demand-smooth = Vente régulière
demand-erratic = Vente inégale
demand-intermittent = Vente occasionnelle
demand-lumpy = Vente rare
predicted-well = Bien prévu
predicted-fairly = Assez bien prévu
predicted-hard = Difficile à prévoir
predicted-new = Trop récent pour le dire
predicted-why = Écart de { $share } des ventes dans les prévisions passées, MASE { $mase }

## Models of a forecast

models = Modèles
models-note = { $origins } { $origins ->
    [one] prévision passée
   *[other] prévisions passées
} de { $count } { $step ->
    [day] jours
    [week] { $count ->
        [one] semaine
       *[other] semaines
    }
   *[month] mois
}. Un MASE plus bas est meilleur.
models-untried = Trop peu d’historique pour les essayer sur le passé.
models-champion = Champion
models-model = Modèle
models-mase = MASE
models-smape = sMAPE
models-inside = Dans la bande à 80 %
models-bias = Biais
models-time = Temps
models-meanings = Ce que disent ces chiffres
models-mase-means = L’écart moyen, rapporté à celui qu’on aurait en répétant { $step ->
    [day] le même jour de la semaine passée
   *[other] la saison passée
} : à 1,00 aussi bon, en dessous meilleur.
models-smape-means = L’écart moyen en part des chiffres eux-mêmes, de 0 % à 200 %.
models-inside-means = Combien de fois le réel est tombé dans la bande à 80 %. Près de 80 %, la bande est honnête.
models-bias-means = Au-dessus de 0, trop prévu en moyenne ; en dessous de 0, trop peu.
models-time-means = Ce que l’ajustement et l’essai sur le passé ont pris sur cet appareil.
models-weight = Poids
models-weight-means = Sa part dans l’ensemble.
models-draw = Tracer sa ligne sur le graphique
models-all = Tous les modèles
models-choose = Choisir un modèle
models-choose-title = Quel modèle prévoit cela
models-choose-do = Prévoir avec lui
models-automatic = Le meilleur
models-usual = Comme d’habitude
models-usual-for = Votre modèle habituel, si vous en avez choisi un sous « Tous les modèles » ; sinon celui qui a été le plus proche par le passé.
models-reason-named = { $model }, parce que vous l’avez choisi ; aucun autre n’a été plus proche par le passé.
models-reason-chosen = { $model }, parce que vous l’avez choisi. { $best } a été plus proche par le passé.
models-reason-best = { $model } : au plus près du réel sur { $origins } prévisions passées.
models-reason-middle = { $model } : le milieu de plusieurs modèles. { $best } a été plus proche sur les prévisions passées, mais trop peu pour que ce ne soit pas du hasard.
models-reason-untried = { $model } : le milieu de plusieurs modèles, le départ le plus sûr tant que l’historique est court.
model-ensemble = Ensemble
model-autoets = Lissage exponentiel (ETS)
model-autoarima = ARIMA
model-ces = Lissage complexe (CES)
model-dot = Thêta, dynamique
model-otheta = Thêta, optimisé
model-theta = Thêta
model-mstl = Plusieurs saisons (MSTL)
model-levelshape = Niveau et forme
model-prophet = Prophet
model-trees = Arbres boostés
model-lstm = LSTM
model-croston = Croston
model-sba = Croston, corrigé (SBA)
model-tsb = Demande déclinante (TSB)
model-adida = Demande cumulée (ADIDA)
model-imapa = Cumulée de plusieurs façons (IMAPA)
model-counts = Loi de comptage
model-snaive = Saison passée répétée
model-drift = Ligne droite
model-mean = Moyenne de tout
model-average = Moyenne du plus récent
model-ensemble-for = Convient presque toujours : le milieu de plusieurs modèles, rarement le meilleur, presque jamais loin du compte.
model-autoets-for = Convient aux ventes régulières dont la tendance et la saison changent lentement.
model-autoarima-for = Convient aux ventes régulières où chaque période s’appuie sur les précédentes.
model-ces-for = Convient aux ventes qui passent d’un niveau à l’autre sans tendance nette.
model-dot-for = Convient aux ventes dont la tendance va et vient ; difficile à battre par semaine et par mois.
model-otheta-for = Convient aux historiques courts avec une tendance simple.
model-theta-for = Convient aux historiques courts : moitié tendance, moitié moyenne récente.
model-mstl-for = Convient aux ventes par jour où l’on retrouve la semaine et l’année.
model-levelshape-for = Convient à une forte forme de semaine sur un niveau qui bouge.
model-prophet-for = Convient à des années de ventes par jour, avec des fêtes et une tendance qui tourne.
model-trees-for = Convient avec des prix, des promotions et beaucoup d’articles dont apprendre ensemble.
model-lstm-for = Convient à quelques centaines d’articles au long historique qui se ressemblent. C’est le plus lent.
model-croston-for = Convient aux articles vendus de temps en temps.
model-sba-for = Convient aux articles vendus de temps en temps, en quantités très différentes.
model-tsb-for = Convient aux articles vendus de temps en temps et qui vont peut-être s’arrêter.
model-adida-for = Convient aux articles rarement vendus : regarde d’abord des périodes plus longues.
model-imapa-for = Convient aux articles rarement vendus, quand aucune durée ne va seule.
model-counts-for = Convient aux petits nombres entiers, et à ce qu’il faut garder en rayon.
model-snaive-for = Un repère : la semaine prochaine comme la semaine passée.
model-drift-for = Un repère : depuis la dernière valeur, chaque fois du même pas qu’en moyenne.
model-mean-for = Un repère : chaque jour comme le jour moyen.
model-average-for = Un repère : comme récemment, sans saison.
earlier = Prévisions précédentes
earlier-note = À comparer avec ce qui est venu.
earlier-until = ventes jusqu’au { $day }, données { $digest }
earlier-show = Montrer la prévision du { $when } sur le graphique
earlier-hide = Retirer la prévision du { $when } du graphique
earlier-came = { $periods ->
    [one] { $periods } période passée
   *[other] { $periods } périodes passées
} : écart de { $share } des ventes, { $inside } dans la bande à 80 %.
earlier-came-none = { $periods ->
    [one] { $periods } période passée
   *[other] { $periods } périodes passées
} : rien n’a été vendu, { $inside } dans la bande à 80 %.

## Forecasts of all items

items = Tous les articles
items-fresh = { $fresh } à jour, { $stale } à refaire
items-search = SKU, article ou catégorie
items-run-all = Prévoir tous les articles
items-run-top = Les { $count } premiers
items-go-on = Continuer tous les articles
items-running = Prévision des articles
items-paused = En pause
items-of = { $done } sur { $total }
items-kept = Ce qui est fait est gardé.
items-pace = { $rate } articles/s, encore { $left } environ. Ce qui est fait est gardé.
items-done = Articles prévus
items-before = { $days } derniers jours
items-ahead = { $days } prochains jours
items-likely = Sans doute
items-demand = Comment il se vend
items-state = État
items-unit = Unité
items-state-none = Pas encore prévu
items-state-fresh = À jour
items-state-data = Ventes changées
items-state-engine = Nouvelle version
items-state-age = Plus d’un jour
items-state-calendar = Jours connus changés
items-none-title = Aucun article ici
items-none-text = Aucun article vendu dans l’année ne correspond. Essayez un SKU ou une partie du nom.
error-engine-crashed = Aucune prévision n’a été faite : la partie qui calcule s’est arrêtée deux fois. Vos ventes et les prévisions précédentes sont sauves. Réessayez ; si cela persiste, rechargez la page.
error-engine-stuck = Aucune prévision n’a été faite : la partie qui calcule n’a pas répondu pendant une demi-minute et a été relancée. Vos ventes et prévisions antérieures sont sauves. Réessayez, ou choisissez un autre modèle.
error-engine-unavailable = Aucune prévision n’a été faite : ce navigateur n’a pas démarré la partie qui calcule. Vos ventes sont sauves. Fermez d’autres onglets ou rechargez la page.
error-forecast-no-history = Aucune prévision n’a été faite : il n’y a pas d’historique. Rien n’a changé. Importez des ventes plus anciennes.
error-forecast-too-short = Aucune prévision n’a été faite : l’historique est trop court. Rien n’a changé. Choisissez une période plus courte ou importez des ventes plus anciennes.
error-forecast-bad-value = Aucune prévision n’a été faite : un montant de l’historique est trop grand pour calculer. Rien n’a changé. Cherchez-le sous Commandes, les plus grandes d’abord.
error-forecast-bad-seasons = Aucune prévision n’a été faite, et c’est notre faute (seasons). Vos ventes sont sauves. Signalez ce mot.
error-forecast-bad-horizon = Aucune prévision n’a été faite : elle ne peut pas voir si loin. Rien n’a changé. Choisissez moins de jours.
error-forecast-bad-levels = Aucune prévision n’a été faite, et c’est notre faute (levels). Vos ventes sont sauves. Signalez ce mot.
error-forecast-unknown-model = Aucune prévision n’a été faite : cette version ne connaît pas le modèle. Rien n’a changé. Rechargez pour avoir la dernière version.
error-unknown-day = Non fait : ces jours n’existent plus. Rien n’a changé. Fermez et regardez de nouveau.
error-day-span = Non enregistré : des jours durent d’un jour à un an, entre 1900 et 2200. Rien n’a changé. Choisissez d’autres jours.
error-too-many-days = Non enregistré : il y a déjà { $most } jours connus, autant qu’il peut y en avoir. Rien n’a changé. Retirez-en d’abord.
error-mape-range = Non enregistré : la limite va de 1 % à 1 000 %. Rien n’a changé. Tapez-en une autre.
error-scenario-out-of-range = Non essayé : un autre prix va de 90 % de moins à 9 fois plus, avec 50 promotions au plus. Rien n’a changé. Essayez moins.
error-forecast-bad-hierarchy = Les prévisions n’ont pas été additionnées : les parties et les totaux ne correspondent pas. Les prévisions elles-mêmes sont gardées. Prévoyez à nouveau tous les articles.
error-forecast-no-fit = Aucune prévision n’a été faite : aucun modèle ne convient à ces ventes. Rien n’a changé. Choisissez plutôt les semaines ou les mois.

## Jours connus

known-days = Jours fériés et jours à vous
known-edit = Choisir les jours fériés, nommer des jours
known-saved = Jours connus enregistrés
known-country = Jours fériés
known-country-help = Ils sont marqués sur les graphiques, et les modèles apprennent ce qu’ils vous rapportent.
known-no-country = Aucun
known-own = Vos propres jours
known-own-none = Aucun. Nommez promotions, fermetures et événements, passés aussi : les modèles en apprennent.
known-ahead = Dans l’année à venir
known-add = Ajouter un jour
known-change = Modifier
known-change-named = Modifier { $name }
known-remove = Retirer { $name }
known-yearly = chaque année
known-repeats = Les mêmes dates chaque année
known-name = Nom
known-kind = Ce qui se passe
known-needs-name = Donnez-lui un nom
known-of = Quelles ventes
first-day = Premier jour
last-day = Dernier jour
day-promotion = Promotion
day-closed = Fermé
day-event = Événement
day-holiday = Jour férié

## Et si

what-if-reset = Réinitialiser
what-if-price = Prix
what-if-was = au lieu de { $price }, { $change }
what-if-no-price = Un autre prix s’essaie pour un article à la fois : trouvez-en un ci-dessus.
what-if-no-one-price = Il part presque chaque fois à un autre prix, on ne peut donc pas dire ce qu’un prix ferait. Autant de ventes sont attendues.
what-if-before = Tel quel
what-if-after = Alors
what-if-change = Écart
margin = Marge
what-if-price-learned = Appris { $changes ->
    [one] d’un changement de prix passé
   *[other] de { $changes } changements de prix passés
} : 1 % moins cher se vend environ { $share } { $way ->
    [down] de plus
   *[up] de moins
}.
what-if-promotion-learned = Appris { $periods ->
    [one] d’une période passée
   *[other] de { $periods } périodes passées
} en promotion : { $change } par rapport aux ventes sans.
what-if-never = { $of ->
    [price] Il n’y a jamais eu d’autre prix, on ne peut donc pas encore dire ce qu’un autre ferait. Autant de ventes sont attendues.
   *[promotion] Aucune promotion passée n’est connue, on ne peut donc pas encore dire ce qu’une autre ferait. Nommez-en sous « Jours fériés et jours à vous ». La prévision reste la même.
}
what-if-seldom = { $of ->
    [price] Le prix a été autre pendant
   *[promotion] Il y a eu une promotion pendant
} { $periods ->
    [one] une seule période
   *[other] { $periods } périodes seulement
} : trop peu pour exclure le hasard. { $of ->
    [price] Autant de ventes sont attendues.
   *[promotion] La prévision reste la même.
}
what-if-no-effect = { $of ->
    [price] { $seen ->
        [one] Un changement de prix passé ne montre
       *[other] { $seen } changements de prix passés ne montrent
    } aucun effet du prix sur les quantités vendues. Autant de ventes sont attendues.
   *[promotion] { $seen ->
        [one] Une période passée en promotion ne montre
       *[other] { $seen } périodes passées en promotion ne montrent
    } aucun effet sur les quantités vendues. La prévision reste la même.
}

## À savoir

insights = Bon à savoir
insight-growth = { $way ->
    [up] Se vend { $share } de plus qu’il y a un an.
   *[down] Se vend { $share } de moins qu’il y a un an.
}
insight-strongest = { $kind ->
    [weekday] Le jour le plus fort : { $place }
    [week] La semaine la plus forte de l’année : { $place }
   *[month] Le mois le plus fort : { $place }
}, { $share } au-dessus de la moyenne.
insight-weakest = { $kind ->
    [weekday] Le jour le plus faible : { $place }
    [week] La semaine la plus faible de l’année : { $place }
   *[month] Le mois le plus faible : { $place }
}, { $share } en dessous de la moyenne.
insight-level = Depuis le { $day }, il se vend { $share } { $way ->
    [up] de plus
   *[down] de moins
} qu’avant.
insight-trend = Depuis le { $day }, la tendance est autre : { $change } par an, contre { $before } avant.
insight-day = { $name } : { $share } { $way ->
    [up] de plus
   *[down] de moins
} qu’un jour ordinaire.
insight-promotion = { $name } a rapporté { $share } { $way ->
    [up] de plus
   *[down] de moins
} que d’habitude.
insight-outlier = Le { $day } sortait de l’ordinaire : { $value }, alors que { $before } était attendu.

## Jours fériés

holiday-all-saints = Toussaint
holiday-ambedkar-jayanti = Ambedkar Jayanti
holiday-armistice-day = Armistice (11 novembre)
holiday-ascension = Ascension
holiday-ashura = Achoura
holiday-assumption = Assomption
holiday-bhai-duj = Bhai Duj
holiday-black-friday = Black Friday
holiday-boxing-day = Lendemain de Noël
holiday-buddha-purnima = Buddha Purnima
holiday-canada-day = Fête du Canada
holiday-carnival-monday = Lundi de carnaval
holiday-christmas = Noël
holiday-christmas-eve = Veille de Noël
holiday-civic-holiday = Congé civique
holiday-columbus-day = Jour de Colomb
holiday-corpus-christi = Fête-Dieu
holiday-cyber-monday = Cyber Monday
holiday-dhanteras = Dhanteras
holiday-diwali = Diwali
holiday-dussehra = Dussehra
holiday-early-may-bank-holiday = Jour férié de début mai
holiday-easter = Dimanche de Pâques
holiday-easter-monday = Lundi de Pâques
holiday-eid-al-adha = Aïd al-Adha
holiday-eid-al-fitr = Aïd al-Fitr
holiday-epiphany = Épiphanie
holiday-extra-bank-holiday = Jour férié exceptionnel
holiday-family-day = Fête de la famille
holiday-fathers-day = Fête des pères
holiday-gandhi-jayanti = Gandhi Jayanti
holiday-ganesh-chaturthi = Ganesh Chaturthi
holiday-good-friday = Vendredi saint
holiday-guru-nanak-jayanti = Guru Nanak Jayanti
holiday-halloween = Halloween
holiday-holi = Holi
holiday-independence-day = Fête de l’Indépendance
holiday-janmashtami = Janmashtami
holiday-juneteenth = Juneteenth
holiday-karva-chauth = Karva Chauth
holiday-labour-day = Fête du Travail
holiday-maha-shivaratri = Maha Shivaratri
holiday-mahavir-jayanti = Mahavir Jayanti
holiday-martin-luther-king-day = Martin Luther King Day
holiday-mawlid = Mawlid
holiday-memorial-day = Memorial Day
holiday-mothers-day = Fête des mères
holiday-national-day = Fête nationale
holiday-new-year = Jour de l’An
holiday-new-years-eve = Saint-Sylvestre
holiday-observed = Jour férié reporté
holiday-onam = Onam
holiday-presidents-day = Presidents’ Day
holiday-raksha-bandhan = Raksha Bandhan
holiday-ram-navami = Ram Navami
holiday-reformation-day = Jour de la Réforme
holiday-remembrance-day = Jour du Souvenir
holiday-republic-day = Fête de la République
holiday-second-christmas-day = Second jour de Noël
holiday-spring-bank-holiday = Jour férié de printemps
holiday-st-nicholas-day = Saint-Nicolas
holiday-st-patricks-day = Saint-Patrick
holiday-summer-bank-holiday = Jour férié d’été
holiday-summer-sales = Début des soldes d’été
holiday-thanksgiving = Thanksgiving
holiday-unity-day = Jour de l’Unité allemande
holiday-valentines-day = Saint-Valentin
holiday-veterans-day = Veterans Day
holiday-victoria-day = Fête de Victoria
holiday-victory-day = Victoire 1945
holiday-whit-monday = Lundi de Pentecôte
holiday-winter-sales = Début des soldes d’hiver

## Total

adding-up = Prévisions qui s’additionnent
adding-up-note = Chaque prévision est faite pour elle-même, la somme des articles n’égale donc pas forcément ce qui est attendu de l’ensemble. Ici, chacune bouge aussi peu qu’elle est incertaine, jusqu’à ce que le compte y soit. Ce qui est gardé reste tel quel.
adding-up-run = Faire s’additionner les prévisions
adding-up-running = Mise en accord des prévisions
adding-up-alone = Seule
adding-up-total = Additionnée
adding-up-change = Écart, %
adding-up-rest = Tout le reste
adding-up-rest-of = { $name }, tout le reste
items-learning = Apprentissage sur tous les articles
items-learning-note = Les articles suivants iront plus vite.
models-taught = Il a appris de { $count } articles.

## Registre des modèles

registry = Modèles
registry-note = { $count ->
    [one] { $count } modèle utilisé
   *[other] { $count } modèles utilisés
}
registry-in-use = Utilisés
registry-archive = Archives
registry-which = Quels modèles
registry-search = Article, lieu ou modèle
registry-of = Prévision de
registry-trained = Entraîné sur
registry-mape = MAPE
registry-rmsse = RMSSE
registry-live = Ce qui est venu
registry-age = Âge
registry-stale-mape = Souvent faux
registry-none-title = Aucun modèle ici
registry-none-text = Les modèles apparaissent avec la première prévision d’un article ou de toutes les ventes.
registry-periods = du { $from } au { $until }, { $count } { $step ->
    [day] jours
    [week] semaines
   *[month] mois
}
registry-until = { $count } { $step ->
    [day] jours
    [week] semaines
   *[month] mois
} au { $until }
registry-kind = Par { $step ->
    [day] jour
    [week] semaine
   *[month] mois
}, { $days } jours à venir
registry-earlier = Prévisions précédentes
registry-open = Ouvrir la prévision
registry-retrain = Entraîner à nouveau
registry-retrained = Entraîné à nouveau
registry-to-archive = Archiver
registry-restore = Sortir des archives
registry-archived = Archivé. Il n’est plus entraîné de lui-même.
registry-restored = Utilisé à nouveau
registry-rule = Comment les modèles sont entraînés
registry-rule-on = Entraîner tout seul quand personne n’utilise l’appareil
registry-rule-help = Avec des ventes plus récentes, une version plus récente, ou quand l’erreur dépasse la limite.
registry-rule-mape = Limite d’erreur (MAPE), en pour cent
registry-rule-mape-wrong = Un nombre entier de 1 à 1 000
registry-default = Modèle habituel
registry-default-help = Celui d’une prévision pour laquelle aucun n’est choisi.
registry-slow = Comparer aussi les modèles lents
registry-slow-help = Prophet, les arbres boostés et le LSTM participent à chaque comparaison. Cela prend des secondes au lieu d’un instant.
registry-saved = Réglages d’entraînement enregistrés
registry-by-model = Ce que valaient les prévisions
registry-by-model-note = Les prévisions dont les jours sont passés, face au réel.
registry-forecasts = Prévisions
registry-unit = Grandeur
registry-notation = Forme
registry-engine = Version
registry-made = Entraîné
registry-trained-until = Entraîné jusqu’au
registry-trained-count = Périodes
