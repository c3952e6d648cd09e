#include "app/checkpoints.hpp"

#include <charconv>
#include <fstream>

#include <fmt/format.h>
#include <sodium.h>

#include "app/signed_note.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"

namespace veche::app {

namespace {

constexpr std::string_view town_word = "town ";

std::string origin_of(const Town& town)
{
    return town.host + "/audit";
}

std::string hash_to_base64(const std::string& hex)
{
    unsigned char bytes[crypto_hash_sha256_BYTES] = {};
    std::size_t size = 0;
    sodium_hex2bin(bytes, sizeof bytes, hex.data(), hex.size(), nullptr, &size, nullptr);
    char text[sodium_base64_ENCODED_LEN(sizeof bytes, sodium_base64_VARIANT_ORIGINAL)] = {};
    return sodium_bin2base64(text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::optional<std::string> hash_from_base64(std::string_view text)
{
    unsigned char bytes[crypto_hash_sha256_BYTES] = {};
    std::size_t size = 0;
    if (sodium_base642bin(bytes, sizeof bytes, text.data(), text.size(), nullptr, &size, nullptr,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        size != sizeof bytes)
        return std::nullopt;
    char hex[sizeof bytes * 2 + 1] = {};
    return sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
}

std::string_view take_line(std::string_view& text)
{
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
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

void keep_checkpoint(Work& work, const std::filesystem::path& data)
{
    if (const auto note = sign_checkpoint(work.tx, work.town, data))
        write_note(checkpoint_folder(data, work.town) / (iso_day(work.town.zone.local(work.now).day) + ".note"), *note);
}

web::Response plain_text(std::string text)
{
    auto response = web::respond(200, "text/plain; charset=utf-8", std::move(text));
    return response.with("cache-control", "no-store");
}

}  // namespace

std::string to_text(const Checkpoint& checkpoint)
{
    return fmt::format("{}\n{}\n{}\n{}{}\n", checkpoint.origin, checkpoint.number, hash_to_base64(checkpoint.hash),
                       town_word, checkpoint.town);
}

std::optional<Checkpoint> parse_checkpoint(std::string_view text)
{
    Checkpoint checkpoint;
    checkpoint.origin = take_line(text);
    const auto number = take_line(text);
    const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), checkpoint.number);
    const auto hash = hash_from_base64(take_line(text));
    if (code != std::errc() || end != number.data() + number.size() || checkpoint.number < 1 || !hash)
        return std::nullopt;
    checkpoint.hash = *hash;
    while (!text.empty())
        if (const auto line = take_line(text); line.starts_with(town_word))
            checkpoint.town = line.substr(town_word.size());
    if (checkpoint.origin.empty() || checkpoint.town.empty()) return std::nullopt;
    return checkpoint;
}

std::optional<std::string> sign_checkpoint(db::Session& db, const Town& town, const std::filesystem::path& data)
{
    const auto head = store::audit_head(db, town.id);
    if (!head || head->number == 0) return std::nullopt;
    const auto origin = origin_of(town);
    return sign_note(to_text(Checkpoint{origin, head->number, head->hash, town.uuid}), origin,
                     SigningKey(data, audit_key));
}

std::string compare(db::Session& db, const Town& town, const Checkpoint& checkpoint)
{
    const auto hash = store::find_audit_hash(db, town.id, checkpoint.number);
    if (!hash)
        return fmt::format(
            "the audit ends before row {}, which was signed: its end was cut off, or an older copy was put back",
            checkpoint.number);
    if (*hash != checkpoint.hash)
        return fmt::format("audit row {} is not the one that was signed: the past was written anew", checkpoint.number);
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
            for (const auto& key : SigningKey(data, audit_key).known())
                lines += verifier_key(origin_of(context.town), key) + "\n";
            return plain_text(lines);
        });
        routes.get("/keys/audit", anyone, [data](Context& context) {
            auto note = context.read([&](View& view) { return sign_checkpoint(view.db, view.town, data); });
            if (!note) throw NotFound("checkpoint");
            return plain_text(std::move(*note));
        });
    };
    feature.periodic = {{"app.checkpoint", std::chrono::hours(1), [data](Work& work) { keep_checkpoint(work, data); }}};
    return feature;
}

}  // namespace veche::app
