#include "web/form_reader.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "core/hex.hpp"
#include "core/text.hpp"
#include "web/framing.hpp"
#include "web/multipart.hpp"
#include "web/target.hpp"

namespace veche::web {

namespace {

constexpr std::size_t default_fields = 200;
constexpr std::size_t default_parts = 20;
constexpr std::size_t most_text_bytes = 64 * 1024;     // of one text field of a multipart form
constexpr std::size_t most_texts_bytes = 1024 * 1024;  // of all of them
constexpr std::string_view token_field = "csrf";

/// What somebody says whom nobody can refuse by the form: the answer does not depend on it.
class DroppingReader : public FormReader {
public:
    int feed(std::string_view /*piece*/) override { return 0; }
    int finish(Request& /*request*/) override { return 0; }
    bool may_block() const override { return false; }
    std::size_t held() const override { return 0; }
};

class UrlencodedReader : public FormReader {
public:
    explicit UrlencodedReader(FormTerms terms) : terms_(std::move(terms)) {}

    int feed(std::string_view piece) override
    {
        text_ += piece;
        return text_.size() > asked_first_bytes && !token_shown_ ? ask_token() : 0;
    }
    int finish(Request& request) override
    {
        auto pairs = decode_pairs(text_, terms_.limits.fields, &request.broken_form);
        if (!pairs) return 400;
        request.form = std::move(*pairs);
        return 0;
    }
    bool may_block() const override { return false; }
    std::size_t held() const override { return text_.size(); }

private:
    /// A long form shows its token in its first part.
    int ask_token()
    {
        token_shown_ = true;
        if (!terms_.token_holds) return 0;
        std::string_view rest = std::string_view(text_).substr(0, text_.rfind('&'));
        while (!rest.empty()) {
            auto item = next_item(rest, '&');
            if (next_item(item, '=') == token_field) return terms_.token_holds(form_decoded(item)) ? 0 : 403;
        }
        return 403;
    }

    const FormTerms terms_;
    std::string text_;  // bounded by BodyLimits::bytes
    bool token_shown_ = false;
};

/// An open file that is unlinked by its last holder.
class TemporaryFile {
public:
    /// nullptr: it could not be made (no space, no folder). `share`: of the room of all files, kept as long as the file is there.
    static std::shared_ptr<TemporaryFile> make(const std::string& folder, std::shared_ptr<BudgetShare> share)
    {
        std::array<unsigned char, 16> random{};
        randombytes_buf(random.data(), random.size());
        const auto path = std::filesystem::path(folder) / ("upload-" + to_hex(random));
        const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (descriptor < 0) return nullptr;
        return std::shared_ptr<TemporaryFile>(new TemporaryFile(path, descriptor, std::move(share)));
    }
    ~TemporaryFile()
    {
        close();
        ::unlink(path_.c_str());
    }
    TemporaryFile(const TemporaryFile&) = delete;

    bool write(std::string_view data)
    {
        while (!data.empty()) {
            const auto written = ::write(descriptor_, data.data(), data.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return false;
            data.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }
    /// Descriptors are not kept while the request waits for a worker.
    bool close()
    {
        const int descriptor = std::exchange(descriptor_, -1);
        return descriptor < 0 || ::close(descriptor) == 0;
    }
    const std::filesystem::path& path() const { return path_; }

private:
    TemporaryFile(std::filesystem::path path, int descriptor, std::shared_ptr<BudgetShare> share)
        : path_(std::move(path)), descriptor_(descriptor), share_(std::move(share))
    {}

    const std::filesystem::path path_;
    int descriptor_;
    const std::shared_ptr<BudgetShare> share_;
};

class MultipartReader : public FormReader, private PartSink {
public:
    MultipartReader(std::string boundary, FormTerms terms, std::shared_ptr<BudgetShare> share)
        : terms_(std::move(terms)),
          share_(std::move(share)),
          parser_(std::move(boundary), terms_.limits.fields > default_fields ? terms_.limits.fields : default_parts,
                  *this)
    {}

    int feed(std::string_view piece) override { return parser_.feed(piece); }
    int finish(Request& request) override
    {
        if (const int refusal = parser_.finish()) return refusal;
        request.form = std::move(form_);
        request.broken_form = std::move(broken_);
        request.uploads = std::move(uploads_);
        // Held for what was announced; what is on the disk now is less.
        share_->shrink(file_bytes_);
        return 0;
    }
    bool may_block() const override { return true; }
    std::size_t held() const override { return text_bytes_ + parser_.buffered(); }

private:
    enum class Kind { text, file, nothing };

    int begin(const PartHead& head) override
    {
        kind_ = !head.file_name ? Kind::text : head.file_name->empty() ? Kind::nothing : Kind::file;
        if (kind_ == Kind::text) form_.emplace_back(head.name, "");
        if (kind_ != Kind::file) return 0;
        // Our forms begin with their token, so a file from elsewhere never gets to the disk.
        if (terms_.token_holds && !token_shown_) return 403;
        file_ = TemporaryFile::make(terms_.folder, share_);
        if (!file_) return 503;
        uploads_.push_back({head.name, *head.file_name, file_->path(), 0, file_});
        return 0;
    }
    int data(std::string_view piece) override
    {
        if (kind_ == Kind::nothing) return 400;  // bytes of a file that has no name
        if (kind_ == Kind::file) {
            uploads_.back().size += piece.size();
            file_bytes_ += piece.size();
            return share_->reach(file_bytes_) && file_->write(piece) ? 0 : 503;
        }
        auto& text = form_.back().second;
        text_bytes_ += piece.size();
        if (text.size() + piece.size() > most_text_bytes || text_bytes_ > most_texts_bytes) return 413;
        if (terms_.token_holds && !token_shown_ && text_bytes_ > most_text_bytes) return 403;
        text += piece;
        return 0;
    }
    int end() override
    {
        if (kind_ == Kind::text) return end_text();
        const bool closed = kind_ != Kind::file || file_->close();
        file_.reset();
        return closed ? 0 : 503;
    }
    int end_text()
    {
        auto& [name, text] = form_.back();
        auto cleaned = cleaned_utf8(text);
        text = std::move(cleaned.text);
        if (cleaned.broken) broken_.push_back(name);
        if (name != token_field || token_shown_) return 0;
        token_shown_ = true;
        return terms_.token_holds && !terms_.token_holds(text) ? 403 : 0;
    }

    const FormTerms terms_;
    const std::shared_ptr<BudgetShare> share_;
    MultipartParser parser_;
    Kind kind_ = Kind::nothing;
    bool token_shown_ = false;
    std::size_t text_bytes_ = 0;
    std::uint64_t file_bytes_ = 0;
    std::vector<std::string> broken_;
    std::shared_ptr<TemporaryFile> file_;
    std::vector<std::pair<std::string, std::string>> form_;
    std::vector<Upload> uploads_;
};

}  // namespace

FormReaderMade make_form_reader(std::string_view content_type, FormTerms terms)
{
    if (terms.limits.ignored) return {std::make_unique<DroppingReader>()};
    const auto type = parse_parameterised(content_type);
    if (!type) return {.refusal = 400};
    if (type->value == "application/x-www-form-urlencoded")
        return {std::make_unique<UrlencodedReader>(std::move(terms))};
    if (type->value != "multipart/form-data" || !terms.limits.uploads) return {.refusal = 415};
    auto boundary = parse_boundary(*type);
    if (!boundary) return {.refusal = 400};
    // Taken for the whole body at once: of two that do not both fit one comes through, instead of neither.
    auto share = std::make_shared<BudgetShare>(terms.room);
    if (!share->reach(terms.length.value_or(0))) return {.refusal = 503};
    return {std::make_unique<MultipartReader>(std::move(*boundary), std::move(terms), std::move(share))};
}

}  // namespace veche::web
