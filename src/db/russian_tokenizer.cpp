#include "db/russian_tokenizer.hpp"

#include <libstemmer.h>
#include <sqlite3.h>

#include <memory>
#include <string>
#include <string_view>

#include "db/error.hpp"

namespace veche::db {
namespace {

struct StemmerEnd {
    void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Stemmer = std::unique_ptr<sb_stemmer, StemmerEnd>;

using Emit = int (*)(void*, int, const char*, int, int, int);

/// One per table and connection: a Snowball stemmer keeps the word it works on, so it cannot be shared by threads.
class Tokenizer {
public:
    Tokenizer(const fts5_tokenizer& words) : words_(words) {}
    ~Tokenizer()
    {
        if (instance_) words_.xDelete(instance_);
    }
    Tokenizer(const Tokenizer&) = delete;
    Tokenizer& operator=(const Tokenizer&) = delete;

    // unicode61 would by itself take the mark off й, and then no ending in й is known to the stemmer any more.
    int start(void* words_context)
    {
        const char* arguments[] = {"remove_diacritics", "0"};
        russian_.reset(sb_stemmer_new("russian", "UTF_8"));
        english_.reset(sb_stemmer_new("english", "UTF_8"));
        if (!russian_ || !english_) return SQLITE_NOMEM;
        return words_.xCreate(words_context, arguments, 2, &instance_);
    }

    int tokenize(void* context, int flags, const char* text, int size, Emit emit)
    {
        context_ = context;
        emit_ = emit;
        is_prefix_ = (flags & FTS5_TOKENIZE_PREFIX) != 0;
        return words_.xTokenize(instance_, this, flags, text, size, &Tokenizer::on_word);
    }

private:
    static int on_word(void* self, int flags, const char* word, int size, int from, int to)
    {
        try {
            return static_cast<Tokenizer*>(self)->emit_stem(flags, {word, static_cast<std::size_t>(size)}, from, to);
        } catch (const std::bad_alloc&) {
            return SQLITE_NOMEM;
        }
    }

    // A word being typed ("парков*") must find both what begins so ("парковка") and what it may be a form of ("парк"),
    // so a prefix query asks for the word as typed and for its stem in the same place.
    int emit_stem(int flags, std::string_view word, int from, int to)
    {
        fold_yo(word);
        const bool is_latin = static_cast<unsigned char>(folded_.front()) < 0x80;
        sb_stemmer* stemmer = is_latin ? english_.get() : russian_.get();
        const auto* begin = sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(folded_.data()),
                                            static_cast<int>(folded_.size()));
        if (!begin) return SQLITE_NOMEM;
        const std::string_view stem(reinterpret_cast<const char*>(begin),
                                    static_cast<std::size_t>(sb_stemmer_length(stemmer)));
        if (!is_prefix_ || stem == folded_) return pass(flags, stem, from, to);
        const int code = pass(flags, folded_, from, to);
        return code == SQLITE_OK ? pass(flags | FTS5_TOKEN_COLOCATED, stem, from, to) : code;
    }

    int pass(int flags, std::string_view token, int from, int to)
    {
        return emit_(context_, flags, token.data(), static_cast<int>(token.size()), from, to);
    }

    // People write ё or е as they like; unicode61 has already made Ё small.
    void fold_yo(std::string_view word)
    {
        folded_.assign(word);
        for (auto at = folded_.find("ё"); at != std::string::npos; at = folded_.find("ё", at))
            folded_.replace(at, 2, "е");
    }

    fts5_tokenizer words_;
    Fts5Tokenizer* instance_ = nullptr;
    Stemmer russian_;
    Stemmer english_;
    std::string folded_;
    void* context_ = nullptr;
    Emit emit_ = nullptr;
    bool is_prefix_ = false;
};

struct Registration {
    fts5_tokenizer words;
    void* words_context;
};

int create(void* context, const char**, int count, Fts5Tokenizer** out)
{
    if (count != 0) return SQLITE_ERROR;  // it has no options
    const auto* registration = static_cast<Registration*>(context);
    auto tokenizer = std::unique_ptr<Tokenizer>(new (std::nothrow) Tokenizer(registration->words));
    if (!tokenizer) return SQLITE_NOMEM;
    const int code = tokenizer->start(registration->words_context);
    if (code == SQLITE_OK) *out = reinterpret_cast<Fts5Tokenizer*>(tokenizer.release());
    return code;
}

void destroy(Fts5Tokenizer* tokenizer)
{
    delete reinterpret_cast<Tokenizer*>(tokenizer);
}

int tokenize(Fts5Tokenizer* tokenizer, void* context, int flags, const char* text, int size, Emit emit)
{
    return reinterpret_cast<Tokenizer*>(tokenizer)->tokenize(context, flags, text, size, emit);
}

fts5_api* find_fts5(sqlite3* connection)
{
    fts5_api* api = nullptr;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

}  // namespace

void register_russian_tokenizer(sqlite3* connection)
{
    fts5_api* api = find_fts5(connection);
    if (!api) throw Error(Cause::other, "this SQLite was built without FTS5");

    auto registration = std::make_unique<Registration>();
    int code = api->xFindTokenizer(api, "unicode61", &registration->words_context, &registration->words);
    if (code != SQLITE_OK) throw Error(Cause::other, "FTS5 has no unicode61 tokenizer");
    fts5_tokenizer russian{create, destroy, tokenize};
    code = api->xCreateTokenizer(api, "russian", registration.get(), &russian,
                                 [](void* context) { delete static_cast<Registration*>(context); });
    if (code != SQLITE_OK) throw Error(Cause::other, "cannot register the tokenizer");
    registration.release();
}

}  // namespace veche::db
