"""What IT is told, in both languages: what was found, and what to do."""

from __future__ import annotations

from bot.language.texts import Text

FILLED_IN = Text(sv="Profilen är ifylld.", en="The profile is filled in.")
NOT_FILLED_IN = Text(
    sv="Profilen är inte ifylld ({count} fält):\n{fields}",
    en="The profile is not filled in ({count} fields):\n{fields}",
)
FILL_IN = Text(
    sv=(
        "Skriv kommunens egna värden i {file}. exempel.toml visar hur de ser ut. Vad som kan tas "
        "bort står överst i filen."
    ),
    en=(
        "Put the municipality's own values in {file}. exempel.toml shows what they look like. The "
        "top of the file tells what may be left out."
    ),
)
DECIDED = Text(
    sv="Gallringsbeslut {decision} gäller till {until}.",
    en="Retention decision {decision} applies until {until}.",
)
DECISION_EXPIRED = Text(
    sv="Gallringsbeslut {decision} gällde till {until}: `kollega purge` gör inget utan ett nytt.",
    en="Retention decision {decision} applied until {until}: `kollega purge` needs a new one.",
)
DECISION_EXPIRES = Text(
    sv="Gallringsbeslut {decision} gäller bara till {until}.",
    en="Retention decision {decision} only applies until {until}.",
)
DECIDE_AGAIN = Text(
    sv="Låt arkivmyndigheten besluta på nytt, och skriv [retention] decision och valid_until.",
    en="Have the archive authority decide anew, and put [retention] decision and valid_until.",
)
IDS_APART = Text(sv="Alla id är olika.", en="All ids differ.")
IDS_EQUAL = Text(sv="Samma id på två ställen: {fields}.", en="The same id twice: {fields}.")
SEPARATE_IDS = Text(
    sv=(
        "bot_id är den hanterade identitetens klient-id (BOT_ID), sso_app_id inloggningens "
        "(SSO_APP_ID), [tenant] id klientorganisationens. De två första är utdata i runbookens "
        "steg 3."
    ),
    en=(
        "bot_id is the client id of the managed identity (BOT_ID), sso_app_id that of the sign-in "
        "application (SSO_APP_ID), [tenant] id that of the tenant. The first two are outputs of "
        "the runbook's step 3."
    ),
)
IN_EU = Text(
    sv="Frågor och svar stannar inom EU ({location}, {sku}).",
    en="Questions and answers stay within the EU ({location}, {sku}).",
)
LEAVES_EU = Text(
    sv="Modellen {model} är utplacerad som {sku}: frågor kan lämna EU.",
    en="The model {model} is deployed as {sku}: questions may leave the EU.",
)
USE_DATA_ZONE = Text(
    sv='Skriv model_sku = "DataZoneStandard" i profilen, och placera ut modellen så.',
    en='Put model_sku = "DataZoneStandard" in the profile, and deploy the model so.',
)
REGION_OUTSIDE = Text(
    sv="Regionen {location} är ingen av Azures inom EU.",
    en="The region {location} is none of Azure's in the EU.",
)
MOVE_REGION = Text(
    sv="Välj en region inom EU: skriv [azure] location, till exempel swedencentral.",
    en="Choose a region in the EU: put [azure] location, such as swedencentral.",
)
PACKAGE_RIGHT = Text(
    sv="Apppaketet godtas av Teams administrationscenter, så vitt det går att se här.",
    en="The app package is one that the Teams admin center takes, as far as can be seen here.",
)
PACKAGE_REFUSED = Text(
    sv="Teams administrationscenter tar inte apppaketet: {fault}.",
    en="The Teams admin center would not take the app package: {fault}.",
)
MEND_PACKAGE = Text(
    sv="Rätta fältet i profilen och gör om paketet med `kollega package`.",
    en="Mend the field in the profile and make the package again with `kollega package`.",
)
ONLY_PERSONAL = Text(
    sv="Appen läggs bara till i personlig chatt.",
    en="The app is added to personal chats only.",
)
MORE_SCOPES = Text(
    sv="Appen kan också läggas till i {scopes}.", en="The app can also be added to {scopes}."
)
CONFIRM_SCOPES = Text(
    sv='Är det menat så? Annars: [app] scopes = ["personal"].',
    en='Is that meant? Otherwise: [app] scopes = ["personal"].',
)
SOURCES_READABLE = Text(
    sv="{count} källor, med läsare angivna.", en="{count} sources, with readers given."
)
NO_SOURCES = Text(sv="Profilen har inga källor.", en="The profile has no sources.")
ADD_SOURCE = Text(
    sv="Lägg till [[sources]] med source, annars finns inget att svara ur.",
    en="Add [[sources]] with source: without, there is nothing to answer from.",
)
WITHOUT_READERS = Text(
    sv="Källan {source} säger inte vem som får läsa.",
    en="The source {source} does not say who may read.",
)
ADD_READERS = Text(
    sv='Skriv readers = ["alla"] eller grupper under källan.',
    en='Put readers = ["alla"], or groups, under the source.',
)
AS_A_WEBSITE = Text(
    sv="Källan {source} är SharePoint, men skriven som en webbplats.",
    en="The source {source} is SharePoint, but written as a website.",
)
AS_SHAREPOINT = Text(
    sv='Skriv source = "{right}" utan readers: SharePoint säger själv vem som får läsa.',
    en='Put source = "{right}" without readers: SharePoint says itself who may read.',
)
ASSESSED_LATER = Text(
    sv="Tillgängligheten sägs vara bedömd {day}, som inte har varit än.",
    en="Accessibility is said to be assessed on {day}, which is yet to come.",
)
ASSESSED = Text(sv="Tillgängligheten bedömdes {day}.", en="Accessibility was assessed on {day}.")
ASSESSED_LONG_AGO = Text(
    sv="Tillgängligheten bedömdes senast {day}.",
    en="Accessibility was last assessed on {day}.",
)
ASSESS_AGAIN = Text(
    sv="Bedöm på nytt, minst en gång om året, och skriv [accessibility] assessed_on.",
    en="Assess it anew, once a year at least, and put [accessibility] assessed_on.",
)
AS_IN_PROFILE = Text(sv="{setting} stämmer med profilen.", en="{setting} is as the profile says.")
NOT_AS_IN_PROFILE = Text(
    sv="{setting} stämmer inte med profilens {field}.",
    en="{setting} is not what the profile says in {field}.",
)
SAME_AS_PROFILE = Text(
    sv="Skriv samma värde i {setting} och i {field}; det rätta står i utdata i runbookens steg 3.",
    en="Put the same value in {setting} and in {field}; the outputs of step 3 tell the right one.",
)
SWAPPED = Text(
    sv="KOLLEGA_APP_ID är inloggningens id, inte botens: de två är omkastade.",
    en="KOLLEGA_APP_ID is the id of the sign-in application, not of the bot: they are swapped.",
)
UNSWAP = Text(
    sv="Sätt KOLLEGA_APP_ID till BOT_ID. SSO_APP_ID hör till [app] sso_app_id.",
    en="Set KOLLEGA_APP_ID to BOT_ID. SSO_APP_ID belongs in [app] sso_app_id.",
)
SETTING_MISSING = Text(sv="{setting} saknas.", en="{setting} is missing.")
SET_IT = Text(
    sv="Sätt {setting} bland webbappens miljövariabler; utdata i runbookens steg 3 säger till vad.",
    en="Set {setting} among the app's environment variables, as the outputs of step 3 tell.",
)
NOBODY_SIGNS_IN = Text(
    sv="Ingen loggas in: personer och grupper tas ur people.toml.",
    en="Nobody is signed in: people and groups are those of people.toml.",
)
CONNECT_SIGN_IN = Text(
    sv="Sätt KOLLEGA_SSO_CONNECTION till namnet på botens OAuth-anslutning (kollega).",
    en="Set KOLLEGA_SSO_CONNECTION to the name of the bot's OAuth connection (kollega).",
)
SECRET_USED = Text(
    sv="Boten loggar in med en hemlighet, som går ut en dag.",
    en="The bot signs in with a secret, which will expire one day.",
)
USE_IDENTITY = Text(
    sv="Använd en hanterad identitet, och ta bort KOLLEGA_APP_SECRET.",
    en="Use a managed identity, and take KOLLEGA_APP_SECRET away.",
)
CLOCK_RIGHT = Text(sv="Klockan går rätt.", en="The clock is right.")
CLOCK_OFF = Text(
    sv="Klockan går {minutes} minuter fel: inloggningar kommer att nekas.",
    en="The clock is {minutes} minutes off: sign-ins will be refused.",
)
SET_CLOCK = Text(
    sv="Slå på tidssynkronisering (NTP) på maskinen som Kollega körs på.",
    en="Turn on time synchronisation (NTP) on the machine that Kollega runs on.",
)
CONSENT_UNKNOWN = Text(
    sv="Appens rättigheter i Graph gick inte att se.",
    en="The app's rights in Graph could not be seen.",
)
CHECK_IDENTITY = Text(
    sv="Kör kontrollen i den driftsatta appen, där dess identitet finns.",
    en="Run the check in the deployed app, where its identity is.",
)
CLOCK_UNKNOWN = Text(
    sv="Klockan kunde inte jämföras: {url} svarar inte.",
    en="The clock could not be compared: {url} does not answer.",
)
OPEN_WAY_OUT = Text(
    sv="Öppna utgående https till adressen, eller kör kontrollen från appen.",
    en="Open outgoing https to the address, or run the check from the app.",
)
WORKS = Text(sv="{part}: fungerar.", en="{part}: works.")
FAILS = Text(sv="{part}: fungerar inte.", en="{part}: does not work.")
DEGRADED = Text(
    sv="{part}: fungerar inte. Kollega svarar utan.",
    en="{part}: does not work. Kollega answers without.",
)
INDEX_FILLED = Text(sv="Indexet har {count} dokument.", en="The index has {count} documents.")
INDEX_FILLED_WITH_PASSAGES = Text(
    sv="Indexet har {count} stycken ur dokument.", en="The index has {count} passages of documents."
)
INDEX_EMPTY = Text(sv="Indexet är tomt.", en="The index is empty.")
FILL_INDEX = Text(
    sv="Kör `kollega ingest KÄLLA` för varje källa i profilen.",
    en="Run `kollega ingest SOURCE` for each source of the profile.",
)
QUARANTINED = Text(
    sv="{count} dokument hålls utanför, till exempel {example}.",
    en="{count} documents are kept out, such as {example}.",
)
MEND_DOCUMENTS = Text(
    sv="`kollega ingest` visar skälet för vart och ett. Dokumentägaren rättar det.",
    en="`kollega ingest` shows the reason for each. The document's owner mends it.",
)
CONSENT_NARROW = Text(
    sv="Appen har inte fler rättigheter i Graph än den behöver.",
    en="The app has no more rights in Graph than it needs.",
)
CONSENT_WIDE = Text(
    sv="Appen har fler rättigheter i Graph än den behöver: {roles}.",
    en="The app has more rights in Graph than it needs: {roles}.",
)
NARROW_CONSENT = Text(
    sv="Ta bort dem under Företagsprogram › Behörigheter, och ge Sites.Selected per webbplats.",
    en="Remove them under Enterprise applications › Permissions; give Sites.Selected per site.",
)
DELEGATED_UNSEEN = Text(
    sv="Om en administratör har samtyckt för de anställda syns inte härifrån.",
    en="Whether an administrator has consented for employees cannot be seen from here.",
)
SEE_DELEGATED = Text(
    sv="Öppna https://{host}/kontroll och logga in: där prövas samtycket i ditt namn.",
    en="Open https://{host}/kontroll and sign in: consent is tried in your name there.",
)
DELEGATED_UNKNOWN = Text(
    sv="Samtycket till {service} gick inte att pröva: Entra svarade {code}.",
    en="Consent to {service} could not be tried: Entra answered {code}.",
)
LOOK_UP_CODE = Text(
    sv=(
        "Vad koden betyder står på https://login.microsoftonline.com/error. Krävs mer av dig vid "
        "inloggningen (villkorsstyrd åtkomst), öppna sidan igen från en enhet som uppfyller det."
    ),
    en=(
        "https://login.microsoftonline.com/error tells what the code means. If more is demanded of "
        "you at sign-in (Conditional Access), open the page again from a device that meets it."
    ),
)
CONSENT_GIVEN = Text(
    sv="Samtycke finns till det som appen behöver göra i de anställdas namn, sett som du.",
    en="There is consent to what the app needs to do in employees' names, as seen by you.",
)
CONSENT_MISSING = Text(
    sv="Samtycke saknas, så anställda kan inte logga in eller få alla svar: {missing}.",
    en="Consent is missing, so employees cannot sign in or get all answers: {missing}.",
)
GIVE_CONSENT = Text(
    sv="En global administratör ger det en gång, för alla: {url}",
    en="A global administrator gives it once, for all: {url}",
)
ROLES_UNKNOWN = Text(
    sv="Vem som har en roll i Azure AI Search gick inte att se.",
    en="Who holds a role in Azure AI Search could not be seen.",
)
MODELS_UNKNOWN = Text(
    sv="Var modellerna svarar gick inte att se.", en="Where the models answer could not be seen."
)
LET_IT_SEE = Text(
    sv=(
        "Sätt KOLLEGA_RESOURCE_GROUP till resursgruppens id, och ge appens identitet rollen Läsare "
        "på sökningen och modellen. Bicep-filerna gör båda."
    ),
    en=(
        "Put the resource group's id in KOLLEGA_RESOURCE_GROUP, and give the app's identity the "
        "role Reader on the search and the model. The Bicep files do both."
    ),
)
NOBODY_SEARCHES_PAST = Text(
    sv="Ingen person har en roll i Azure AI Search.",
    en="No person holds a role in Azure AI Search.",
)
SEARCH_PAST_FILTER = Text(
    sv="Personer eller grupper kan läsa hela indexet, förbi filtret: {people}.",
    en="People or groups can read the whole index, past the filter: {people}.",
)
REMOVE_ROLES = Text(
    sv=(
        "Ta bort Search Index Data Reader och Contributor för dem under sökningens Åtkomstkontroll "
        "(IAM), även där rollen ärvs från resursgruppen eller prenumerationen."
    ),
    en=(
        "Remove Search Index Data Reader and Contributor for them under the search service's "
        "Access control (IAM), also where the role is inherited from the group or subscription."
    ),
)
MODELS_IN_EU = Text(sv="Modellerna svarar inom EU.", en="The models answer within the EU.")
MODEL_GLOBAL = Text(
    sv="Modeller som kan svara utanför EU: {models}.",
    en="Models that may answer outside the EU: {models}.",
)
EU_MODELS = Text(
    sv="Ta bort distributionerna i Azure OpenAI, och gör dem på nytt som DataZoneStandard.",
    en="Remove the deployments in Azure OpenAI, and make them anew as DataZoneStandard.",
)
MODEL_MISSING = Text(
    sv="Modeller som inte är distribuerade: {models}.", en="Models that are not deployed: {models}."
)
DEPLOY_MODEL = Text(
    sv="Distribuera dem under dessa namn, eller rätta [azure] model och embedding_model.",
    en="Deploy them under these names, or mend [azure] model and embedding_model.",
)
EVERYBODY = Text(sv="Alla anställda får svar.", en="Every employee is answered.")
PILOT = Text(sv="Bara {count} pilotgrupper får svar.", en="Only {count} pilot groups are answered.")
MODEL_UNVERSIONED = Text(
    sv="Utgåvan vet inte vilken version Azure ska distribuera av {models}.",
    en="The release does not know which version of {models} Azure is to deploy.",
)
ADD_VERSION = Text(
    sv=(
        "Stämmer namnet? Skriv annars model (eller embeddingModel) med name, version och capacity "
        "i main.parameters.json."
    ),
    en=(
        "Is the name right? Else put model (or embeddingModel) with name, version and capacity in "
        "main.parameters.json."
    ),
)
NO_ALERTS = Text(
    sv="Larm och budget har ingen att skriva till.", en="Alerts and the budget write to nobody."
)
ADD_ALERTS = Text(
    sv="Skriv [contacts.support] email: Azure kräver en adress.",
    en="Put [contacts.support] email: Azure demands an address.",
)
NO_ADMINS = Text(
    sv="Ingen grupp får se kontrollen i Teams.",
    en="No group may see the check in Teams.",
)
ADD_ADMINS = Text(
    sv="Skriv IT-gruppens id i [tenant] admin_groups.",
    en="Put the id of IT's group in [tenant] admin_groups.",
)
ONLY_PROFILE = Text(
    sv="Bara profilen är kontrollerad: inget är driftsatt härifrån.",
    en="Only the profile has been checked: nothing is deployed from here.",
)
CHECK_IN_APP = Text(
    sv="Kör kontrollen i den driftsatta appen också, eller med dess miljövariabler.",
    en="Run the check in the deployed app too, or with its environment variables.",
)
CANNOT_START = Text(sv="Kollega kan inte starta: {reason}.", en="Kollega cannot start: {reason}.")
MEND_SETTING = Text(
    sv="Rätta inställningen som nämns, och kontrollera igen.",
    en="Mend the setting that is named, and check again.",
)
NO_PROFILE = Text(sv="Ingen profil är vald.", en="No profile is chosen.")
CHOOSE_PROFILE = Text(
    sv="Ange --profile FIL, eller sätt KOLLEGA_PROFILE.",
    en="Put --profile FILE, or set KOLLEGA_PROFILE.",
)
USED = Text(
    sv=(
        "Språkmodellen i dag: {requests} anrop, {tokens} token. "
        "De senaste {days} dagarna: {all_requests} anrop, {all_tokens} token."
    ),
    en=(
        "The language model today: {requests} calls, {tokens} tokens. "
        "The last {days} days: {all_requests} calls, {all_tokens} tokens."
    ),
)
USAGE_UNKNOWN = Text(
    sv="Vad språkmodellen har använt går inte att se.",
    en="What the language model has used cannot be seen.",
)
PARTS = {
    "store": (
        Text(sv="Lagringen", en="The store"),
        Text(
            sv="Har appen rollen Storage Blob Data Contributor, eller skrivrätt i --data?",
            en="Has the app the role Storage Blob Data Contributor, or may it write in --data?",
        ),
    ),
    "index": (
        Text(sv="Sökningen", en="The search"),
        Text(
            sv=(
                "Finns indexet, och är det fyllt av samma version som appen? Inläsningen "
                "(INGEST_APP) gör det. Har appens identitet rollen Search Index Data Reader?"
            ),
            en=(
                "Does the index exist, filled by the app's own version? The ingestion "
                "(INGEST_APP) does that. Has the app the role Search Index Data Reader?"
            ),
        ),
    ),
    "signing_keys": (
        Text(sv="Bot Frameworks nycklar", en="The keys of the Bot Framework"),
        Text(
            sv="Öppna utgående https till login.botframework.com (KOLLEGA_OPENID_METADATA_URL).",
            en="Open outgoing https to login.botframework.com (KOLLEGA_OPENID_METADATA_URL).",
        ),
    ),
    "connector_token": (
        Text(sv="Botens egen inloggning", en="The bot's own sign-in"),
        Text(
            sv=(
                "Stämmer KOLLEGA_APP_ID och KOLLEGA_TENANTS (klientorganisationen), och är "
                "hemligheten, certifikatet eller identiteten giltig?"
            ),
            en=(
                "Are KOLLEGA_APP_ID and KOLLEGA_TENANTS (the tenant) right, and is the secret, "
                "certificate or identity valid?"
            ),
        ),
    ),
    "approved_answers": (
        Text(sv="Godkända svar", en="Approved answers"),
        Text(
            sv="Kan platsen i KOLLEGA_APPROVED_ANSWERS läsas?",
            en="Can the place in KOLLEGA_APPROVED_ANSWERS be read?",
        ),
    ),
    "model": (
        Text(sv="Språkmodellen", en="The language model"),
        Text(
            sv="Stämmer KOLLEGA_OPENAI_BASE_URL och KOLLEGA_MODEL, och räcker kvoten?",
            en="Are KOLLEGA_OPENAI_BASE_URL and KOLLEGA_MODEL right, and does the quota suffice?",
        ),
    ),
}
"""Of what runs: what it is called, and what to look at when it does not work."""
