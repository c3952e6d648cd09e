#pragma once

#include <memory>
#include <string>

#include "app/config.hpp"
#include "app/site.hpp"
#include "outside/file_store.hpp"

namespace veche::app {

/// Where the photographs of this installation lie: the bucket or the folder that the settings name, or DATA/media.
std::shared_ptr<outside::FileStore> open_media_files(const Config& config, const Clock& clock);
/// Whether they lie in the data folder, as files.
bool keeps_media_in_data(const Config& config);

/// Makes the place this installation's: the first process puts a mark there, and each later one has to find it. "", or why the place is
/// not the one that the other processes have: who serves from another disk sends 404 for half the photographs, leaves them out of
/// backups, and clears away what others need.
std::string claim_media_place(db::Database& database, outside::FileStore& files);

/// Why the photographs of one place may not be put into the other, which is another installation's; "" when they may.
std::string fault_of_media_place(outside::FileStore& from, outside::FileStore& to);

}  // namespace veche::app
