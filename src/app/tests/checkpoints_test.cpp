#include "app/checkpoints.hpp"

#include <filesystem>
#include <fstream>

#include "app/signed_note.hpp"
#include "app/tests/house.hpp"

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;

namespace checkpoints_test {
namespace {

// The example of the form's authors.
constexpr std::string_view peters_text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
constexpr std::string_view peters_line =
    "\xE2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
constexpr std::string_view peters_key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

std::string from_hex(std::string_view hex)
{
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2)
        bytes += char(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return bytes;
}
const std::string& peters_half()
{
    static const std::string half = from_hex("1a5cd907143c384c41e830c5bce12aa8817ec5649aaabf2c31388b35b2d744d6");
    return half;
}
void write_key(const std::filesystem::path& data, std::string_view name, std::string_view seed)
{
    std::filesystem::create_directories(data / "keys");
    std::ofstream(data / "keys" / (std::string(name) + ".key"), std::ios::binary) << seed;
}

/// A town whose audit has some sealed rows, and a folder for keys and notes.
struct Fixture {
    explicit Fixture(db::Database& database) : house(database, {checkpoint_feature(folder.path())}, {town()})
    {
        act(5);
    }
    static Town town()
    {
        auto town = town_named("yurga", 1);
        town.uuid = "11111111-2222-4333-8444-555555555555";
        return town;
    }
    void act(int times)
    {
        for (int i = 0; i < times; ++i)
            house.site.change(house.towns[0], staff({Role::organiser}), [&](Work& work) {
                work.record("plan.line.edit", "line/" + std::to_string(++acted_), nlohmann::json::object());
                return db::Outcome::keep;
            });
        house.seal();
    }
    std::string note() { return body_of(house.ask(get("/keys/audit"))); }
    /// What a check with this note says.
    std::string compared(const std::string& note)
    {
        const auto text = open_note(note, SigningKey(folder.path(), audit_key).known());
        REQUIRE(text);
        std::string fault;
        house.database.read(
            [&](db::Session& session) { fault = compare(session, house.towns[0], parse_checkpoint(*text).value()); });
        return fault;
    }
    veche::test::TemporaryFolder folder;
    House house;

private:
    int acted_ = 0;
};

template <class Test>
void for_each_fixture(Test test)
{
    for_each_database([&](db::Database& database) {
        Fixture fixture(database);
        test(fixture);
    });
}

}  // namespace

TEST_CASE("a note is signed and opened as the form's authors do it")
{
    const std::string note = std::string(peters_text) + "\n" + std::string(peters_line);
    const std::vector<std::string> keys = {peters_half()};
    CHECK(open_note(note, keys) == peters_text);
    CHECK(verifier_key("PeterNeumann", peters_half()) == peters_key);
    veche::test::TemporaryFolder folder;
    write_key(folder.path(), "peter", from_hex("810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173"));
    const SigningKey key(folder.path(), "peter");
    CHECK(key.public_half() == peters_half());
    CHECK(sign_note(peters_text, "PeterNeumann", key) == note);
}

TEST_CASE("a note that was changed, or that nobody known has signed, is not opened")
{
    const std::string note = std::string(peters_text) + "\n" + std::string(peters_line);
    const std::vector<std::string> keys = {peters_half()}, others = {std::string(32, 'k')};
    for (std::size_t at = 0; at < note.size(); ++at) {
        auto changed = note;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        if (changed != note) CHECK_MESSAGE(!open_note(changed, keys), "byte ", at);
    }
    CHECK_FALSE(open_note(note, others));
    for (const std::string_view broken : {"", "\n", "\n\n", "text\n\n", "text\n\nno dash x AAAA\n", "no end"})
        CHECK_FALSE(open_note(broken, keys));
    CHECK_FALSE(open_note(note.substr(0, note.size() - 1), keys));
    CHECK_FALSE(open_note(std::string(1 << 20, 'x') + note, keys));
    // A signature of somebody else beside ours is passed over.
    CHECK(open_note(note + "\xE2\x80\x94 witness AAAAAAAA\n", keys));
}

TEST_CASE("a key is the program's alone, and what the former key signed is proved after a change of keys")
{
    veche::test::TemporaryFolder folder;
    const SigningKey first(folder.path(), "audit");
    const auto mode = std::filesystem::status(folder.path() / "keys" / "audit.key").permissions();
    CHECK(mode == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    CHECK(SigningKey(folder.path(), "audit").public_half() == first.public_half());
    CHECK(SigningKey(folder.path(), "other").public_half() != first.public_half());
    const auto note = sign_note("text\n", "yurga.example/audit", first);
    for (int i = 0; i < 2; ++i) change_key(folder.path(), "audit");
    const SigningKey third(folder.path(), "audit");
    REQUIRE(third.known().size() == 3);
    CHECK(third.known().front() == third.public_half());
    CHECK(third.known().back() == first.public_half());
    CHECK(open_note(note, third.known()));
    CHECK(open_note(sign_note("text\n", "yurga.example/audit", third), third.known()));
    CHECK(std::filesystem::status(folder.path() / "keys" / "audit.key").permissions() == mode);
}

TEST_CASE("a checkpoint is read back as it was written, and nothing else is one")
{
    const Checkpoint checkpoint{"yurga.example/audit", 42, std::string(64, 'a'),
                                "11111111-2222-4333-8444-555555555555"};
    CHECK(parse_checkpoint(to_text(checkpoint)) == checkpoint);
    CHECK(parse_checkpoint(to_text(checkpoint) + "one more line\n") == checkpoint);
    for (const std::string_view broken :
         {"", "a\n", "a\n1\n", "a\nx\nqqo=\ntown u\n", "a\n0\nqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqo=\ntown u\n",
          "a\n1\nqqqq\ntown u\n", "a\n1\nqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqo=\n"})
        CHECK_FALSE(parse_checkpoint(broken));
}

TEST_CASE("a past that was written anew, with a chain that is whole, is found by a checkpoint kept outside")
{
    for_each_fixture([](Fixture& f) {
        const auto note = f.note();
        f.act(3);
        CHECK(f.compared(note) == "");
        CHECK(f.house.audit_fault() == "");
        // Somebody with the database takes row 3 out and makes a new chain of all that follows.
        f.house.database.change([](db::Session& tx) {
            tx.execute(
                "INSERT INTO audit_unsealed (town_id, id, at, actor_id, actor, deed, object, details)"
                " SELECT town_id, number, at, actor_id, actor, deed, object, details FROM audit WHERE number <> 3");
            tx.execute("DELETE FROM audit");
            tx.execute("UPDATE audit_heads SET number = 0, hash = ''");
            return db::Outcome::keep;
        });
        f.house.seal();
        CHECK(f.house.audit_fault() == "");
        CHECK(f.compared(note).find("written anew") != std::string::npos);
        // Or puts an older copy back.
        f.house.database.change([](db::Session& tx) {
            tx.execute("DELETE FROM audit WHERE number > 2");
            tx.execute("UPDATE audit_heads SET number = 2, hash = (SELECT hash FROM audit WHERE number = 2)");
            return db::Outcome::keep;
        });
        CHECK(f.house.audit_fault() == "");
        CHECK(f.compared(note).find("cut off") != std::string::npos);
    });
}

TEST_CASE("everybody may have the checkpoint and the keys with which to prove it")
{
    for_each_fixture([](Fixture& f) {
        const auto keys = f.house.ask(get("/keys"));
        CHECK(keys.status == 200);
        const auto half = SigningKey(f.folder.path(), audit_key).public_half();
        CHECK(body_of(keys) ==
              verifier_key("yurga.example/audit", half) + "\n" + verifier_key("yurga.example/registers", half) + "\n");
        const auto note = f.note();
        CHECK(note.starts_with("yurga.example/audit\n5\n"));
        CHECK(note.find("\n\n\xE2\x80\x94 yurga.example/audit ") != std::string::npos);
        change_key(f.folder.path(), audit_key);
        CHECK(f.compared(note) == "");
        CHECK(body_of(f.house.ask(get("/keys")))
                  .find(verifier_key("yurga.example/audit", SigningKey(f.folder.path(), audit_key).known().back())) !=
              std::string::npos);
    });
}

}  // namespace checkpoints_test
