#include "db/new_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace veche::db {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, int code)
{
    throw std::system_error(code, std::generic_category(), file.string());
}

void sync(const std::filesystem::path& file, int mode)
{
    const int descriptor = ::open(file.c_str(), mode | O_CLOEXEC);
    if (descriptor < 0) fail(file, errno);
    const int code = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    if (code != 0) fail(file, code);
}

}  // namespace

NewFile::NewFile(std::filesystem::path file) : file_(std::move(file)), part_(file_.string() + ".part")
{
    if (std::filesystem::exists(std::filesystem::symlink_status(file_))) fail(file_, EEXIST);
    std::filesystem::remove(part_);  // of a backup that was killed
    const int descriptor = ::open(part_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) fail(part_, errno);
    ::close(descriptor);
}

NewFile::~NewFile()
{
    std::error_code ignored;
    if (!is_finished_) std::filesystem::remove(part_, ignored);
}

void NewFile::finish()
{
    sync(part_, O_RDWR);
    // link() refuses a name that is taken; rename() would replace it.
    if (::link(part_.c_str(), file_.c_str()) != 0) fail(file_, errno);
    std::filesystem::remove(part_);
    is_finished_ = true;
    const auto folder = file_.parent_path();
    sync(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace veche::db
