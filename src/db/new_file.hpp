#pragma once

#include <filesystem>

namespace veche::db {

/// A file that appears under its name only when it is complete and on the disk, so that a killed backup never looks
/// like a backup. Written as FILE.part meanwhile, readable by its owner only.
class NewFile {
public:
    /// Throws std::system_error when `file` exists or cannot be made.
    explicit NewFile(std::filesystem::path file);
    /// Removes what was not finished.
    ~NewFile();
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    const std::filesystem::path& part() const { return part_; }
    /// fsync, gives it its name (unless somebody else took it meanwhile: throws), fsync of the folder.
    void finish();

private:
    std::filesystem::path file_;
    std::filesystem::path part_;
    bool is_finished_ = false;
};

}  // namespace veche::db
