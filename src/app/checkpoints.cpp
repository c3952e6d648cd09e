#include "app/checkpoints.hpp"

#include <fstream>

#include <fmt/format.h>

#include "app/register/store_register.hpp"
#include "app/signed_note.hpp"
#include "core/errors.hpp"
#include "core/hex.hpp"
#include "core/text.hpp"
#include "core/whole.hpp"
#include "outside/base64.hpp"
#include "outside/digest.hpp"

namespace veche::app {

namespace {

constexpr std::string_view town_word = "town ";
constexpr std::string_view registers_word = "registers";

/// What stands after the host in an origin: "audit", "registers/awards/2027". The host may change.
std::string_view chain_of(std::string_view origin)
{
    return origin.substr(std::min(origin.size(), origin.find('/') + 1));
}

/// The name under which chains of a town are signed: "HOST/audit", "HOST/registers".
std::string signer_of(const Town& town, std::string_view chain)
{
    return fmt::format("{}/{}", town.host, chain.substr(0, chain.find('/')));
}

std::string chain_name(const store::Series& series)
{
    return fmt::format("{}/{}/{}", registers_word, series.kind, series.year);
}

/// A year, or nothing.
std::optional<store::Series> parse_series(std::string_view kind, std::string_view year)
{
    const auto number = parse_whole<int>(year);
    return number ? std::optional(store::Series{std::string(kind), *number}) : std::nullopt;
}

std::optional<store::Series> series_of(std::string_view chain)
{
    const auto first = chain.find('/'), last = chain.rfind('/');
    if (first == std::string_view::npos || first == last || chain.substr(0, first) != registers_word)
        return std::nullopt;
    return parse_series(chain.substr(first + 1, last - first - 1), chain.substr(last + 1));
}

std::string_view take_line(std::string_view& text)
{
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
}

/// The signed note of where a chain ends; nothing while it is empty.
std::optional<std::string> sign_end(const Town& town, std::string_view chain,
                                    const std::optional<store::SeriesEnd>& end, const std::filesystem::path& data)
{
    if (!end || end->number == 0) return std::nullopt;
    const Checkpoint checkpoint{fmt::format("{}/{}", town.host, chain), end->number, end->hash, town.uuid};
    return sign_note(to_text(checkpoint), signer_of(town, chain), SigningKey(data, audit_key));
}

std::optional<std::string> sign_audit(db::Session& db, const Town& town, const std::filesystem::path& data)
{
    const auto head = store::audit_head(db, town.id);
    if (!head) return std::nullopt;
    return sign_end(town, "audit", store::SeriesEnd{head->number, head->hash}, data);
}

/// Whole or not at all. Not forced to the disk: a job holds up the writer while it runs, and the next note is an hour away.
void write_note(const std::filesystem::path& file, std::string_view note)
{
    auto part = file;
    part += ".part";
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    out << note;
    out.close();
    if (!out) throw std::runtime_error("cannot write " + part.string());
    std::filesystem::rename(part, file);
}

void keep_checkpoints(Work& work, const std::filesystem::path& data)
{
    const auto folder = checkpoint_folder(data, work.town);
    if (const auto note = sign_audit(work.tx, work.town, data))
        write_note(folder / (iso_day(work.town.zone.local(work.now).day) + ".note"), *note);
    for (const auto& series : store::list_series(work.tx, work.town.id)) {
        const auto end = store::find_series_end(work.tx, work.town.id, series);
        if (!end || end->number == 0) continue;
        const auto file = folder / registers_word / fmt::format("{}-{}-{}.note", series.kind, series.year, end->number);
        if (!std::filesystem::exists(file))
            write_note(file, sign_end(work.town, chain_name(series), end, data).value());
    }
}

web::Response plain_text(std::string text)
{
    auto response = web::respond(200, "text/plain; charset=utf-8", std::move(text));
    return response.with("cache-control", "no-store");
}

web::Response show_note(std::optional<std::string> note)
{
    if (!note) throw NotFound("checkpoint");
    return plain_text(std::move(*note));
}

}  // namespace

std::string to_text(const Checkpoint& checkpoint)
{
    return fmt::format("{}\n{}\n{}\n{}{}\n", checkpoint.origin, checkpoint.number,
                       outside::to_base64(from_hex(checkpoint.hash).value()), town_word, checkpoint.town);
}

std::optional<Checkpoint> parse_checkpoint(std::string_view text)
{
    Checkpoint checkpoint;
    checkpoint.origin = take_line(text);
    const auto number = parse_whole<std::int64_t>(take_line(text), 1);
    const auto hash = outside::from_base64(take_line(text));
    if (!number || !hash || 2 * hash->size() != outside::Digest::letters) return std::nullopt;
    checkpoint.number = *number;
    checkpoint.hash = to_hex(*hash);
    while (!text.empty())
        if (const auto line = take_line(text); line.starts_with(town_word))
            checkpoint.town = line.substr(town_word.size());
    if (checkpoint.origin.empty() || checkpoint.town.empty()) return std::nullopt;
    return checkpoint;
}

std::string compare(db::Session& db, const Town& town, const Checkpoint& checkpoint)
{
    const auto chain = chain_of(checkpoint.origin);
    const auto series = series_of(chain);
    if (!series && chain != "audit") return fmt::format("there is no chain {} here", chain);
    const auto hash = series ? store::find_entry_hash(db, town.id, *series, checkpoint.number)
                             : store::find_audit_hash(db, town.id, checkpoint.number);
    if (!hash)
        return fmt::format(
            "{} ends before row {}, which was signed: its end was cut off, or an older copy was put back", chain,
            checkpoint.number);
    if (*hash != checkpoint.hash)
        return fmt::format("{} row {} is not the one that was signed: the past was written anew", chain,
                           checkpoint.number);
    return {};
}

std::filesystem::path checkpoint_folder(const std::filesystem::path& data, const Town& town)
{
    return data / "checkpoints" / town.slug;
}

Feature checkpoint_feature(std::filesystem::path data)
{
    Feature feature;
    feature.name = "checkpoints";
    feature.mount = [data](Routes& routes) {
        routes.get("/keys", anyone, [data](Context& context) {
            std::string lines;
            for (const auto chain : {std::string_view("audit"), registers_word})
                for (const auto& key : SigningKey(data, audit_key).known())
                    lines += verifier_key(signer_of(context.town, chain), key) + "\n";
            return plain_text(lines);
        });
        routes.get("/keys/audit", anyone, [data](Context& context) {
            return show_note(context.read([&](View& view) { return sign_audit(view.db, view.town, data); }));
        });
        routes.get("/keys/registers/{kind}/{year}", anyone, [data](Context& context) {
            const auto series = parse_series(context.path("kind"), context.path("year"));
            if (!series) throw NotFound("register");
            return show_note(context.read([&](View& view) {
                return sign_end(view.town, chain_name(*series), store::find_series_end(view.db, view.town.id, *series),
                                data);
            }));
        });
    };
    feature.periodic = {
        {"app.checkpoint", std::chrono::hours(1), [data](Work& work) { keep_checkpoints(work, data); }}};
    return feature;
}

}  // namespace veche::app
