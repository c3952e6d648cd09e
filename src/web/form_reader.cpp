#include "web/form_reader.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "core/text.hpp"
#include "web/multipart.hpp"
#include "web/target.hpp"

namespace veche::web {

namespace {

constexpr std::size_t default_fields = 200;
constexpr std::size_t default_parts = 20;
constexpr std::size_t most_text_bytes = 64 * 1024;  // of one text field of a multipart form

class UrlencodedReader : public FormReader {
public:
    explicit UrlencodedReader(std::size_t most_fields) : most_fields_(most_fields) {}

    int feed(std::string_view piece) override
    {
        text_ += piece;
        return 0;
    }
    int finish(Request& request) override
    {
        auto pairs = decode_pairs(text_, most_fields_);
        if (!pairs) return 400;
        request.form = std::move(*pairs);
        return 0;
    }
    bool may_block() const override { return false; }

private:
    const std::size_t most_fields_;
    std::string text_;  // bounded by BodyLimits::bytes
};

/// An open file that is unlinked by its last holder.
class TemporaryFile {
public:
    /// nullptr: it could not be made (no space, no folder).
    static std::shared_ptr<TemporaryFile> make(const std::string& folder)
    {
        std::array<unsigned char, 16> random{};
        std::array<char, random.size() * 2 + 1> hex{};
        randombytes_buf(random.data(), random.size());
        sodium_bin2hex(hex.data(), hex.size(), random.data(), random.size());
        const auto path = std::filesystem::path(folder) / ("upload-" + std::string(hex.data()));
        const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        return descriptor < 0 ? nullptr : std::shared_ptr<TemporaryFile>(new TemporaryFile(path, descriptor));
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
    TemporaryFile(std::filesystem::path path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

    const std::filesystem::path path_;
    int descriptor_;
};

class MultipartReader : public FormReader, private PartSink {
public:
    MultipartReader(std::string boundary, std::size_t most_fields, std::string folder)
        : folder_(std::move(folder)),
          parser_(std::move(boundary), most_fields > default_fields ? most_fields : default_parts, *this)
    {}

    int feed(std::string_view piece) override { return parser_.feed(piece); }
    int finish(Request& request) override
    {
        if (const int refusal = parser_.finish()) return refusal;
        request.form = std::move(form_);
        request.uploads = std::move(uploads_);
        return 0;
    }
    bool may_block() const override { return true; }

private:
    enum class Kind { text, file, nothing };

    int begin(const PartHead& head) override
    {
        kind_ = !head.file_name ? Kind::text : head.file_name->empty() ? Kind::nothing : Kind::file;
        if (kind_ == Kind::text) form_.emplace_back(head.name, "");
        if (kind_ != Kind::file) return 0;
        file_ = TemporaryFile::make(folder_);
        if (!file_) return 503;
        uploads_.push_back({head.name, *head.file_name, file_->path(), 0, file_});
        return 0;
    }
    int data(std::string_view piece) override
    {
        if (kind_ == Kind::nothing) return 400;  // bytes of a file that has no name
        if (kind_ == Kind::file) {
            uploads_.back().size += piece.size();
            return file_->write(piece) ? 0 : 503;
        }
        auto& text = form_.back().second;
        if (text.size() + piece.size() > most_text_bytes) return 413;
        text += piece;
        return 0;
    }
    int end() override
    {
        if (kind_ == Kind::text && !is_clean_utf8(form_.back().second)) return 400;
        const bool closed = kind_ != Kind::file || file_->close();
        file_.reset();
        return closed ? 0 : 503;
    }

    const std::string folder_;
    MultipartParser parser_;
    Kind kind_ = Kind::nothing;
    std::shared_ptr<TemporaryFile> file_;
    std::vector<std::pair<std::string, std::string>> form_;
    std::vector<Upload> uploads_;
};

}  // namespace

FormReaderMade make_form_reader(std::string_view content_type, const BodyLimits& limits, const std::string& folder)
{
    const auto type = parse_parameterised(content_type);
    if (!type) return {.refusal = 400};
    if (type->value == "application/x-www-form-urlencoded") return {std::make_unique<UrlencodedReader>(limits.fields)};
    if (type->value != "multipart/form-data" || !limits.uploads) return {.refusal = 415};
    auto boundary = parse_boundary(*type);
    if (!boundary) return {.refusal = 400};
    return {std::make_unique<MultipartReader>(std::move(*boundary), limits.fields, folder)};
}

}  // namespace veche::web
