#include "outside/zip_output.hpp"

#include <stdexcept>

#include <zip.h>

namespace veche::outside {

namespace {

[[noreturn]] void fail_to_pack()
{
    throw std::runtime_error("a document cannot be packed");
}

}  // namespace

ZipOutput::ZipOutput(std::string_view start, Instant made) : made_(made)
{
    zip_error_t error;
    zip_error_init(&error);
    target_ = zip_source_buffer_create(start.empty() ? nullptr : start.data(), start.size(), 0, &error);
    if (target_) zip_ = zip_open_from_source(target_, start.empty() ? ZIP_CREATE | ZIP_TRUNCATE : 0, &error);
    if (!zip_) {
        zip_source_free(target_);
        fail_to_pack();
    }
    zip_source_keep(target_);
}

ZipOutput::~ZipOutput()
{
    if (zip_) zip_discard(zip_);
    zip_source_free(target_);
}

void ZipOutput::put(const std::string& name, std::string content)
{
    const auto& kept = contents_.emplace_back(std::move(content));
    zip_source_t* source = zip_source_buffer(zip_, kept.data(), kept.size(), 0);
    // Names of parts are compared without case (ECMA-376 part 2, §6.3.5).
    auto index = zip_name_locate(zip_, name.c_str(), ZIP_FL_NOCASE);
    const bool put = index >= 0 ? zip_file_replace(zip_, zip_uint64_t(index), source, 0) == 0
                                : (index = zip_file_add(zip_, name.c_str(), source, ZIP_FL_ENC_UTF_8)) >= 0;
    if (!put) {
        zip_source_free(source);
        fail_to_pack();
    }
    zip_file_set_mtime(zip_, zip_uint64_t(index), made_.milliseconds / 1000, 0);
}

std::string ZipOutput::finish()
{
    if (zip_close(zip_) != 0) fail_to_pack();
    zip_ = nullptr;
    if (zip_source_open(target_) != 0 || zip_source_seek(target_, 0, SEEK_END) != 0) fail_to_pack();
    std::string bytes(std::size_t(zip_source_tell(target_)), '\0');
    zip_source_seek(target_, 0, SEEK_SET);
    const auto read = zip_source_read(target_, bytes.data(), bytes.size());
    zip_source_close(target_);
    if (read != zip_int64_t(bytes.size())) fail_to_pack();
    return bytes;
}

}  // namespace veche::outside
