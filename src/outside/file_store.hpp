#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/errors.hpp"
#include "core/secret.hpp"
#include "core/time.hpp"

namespace veche::outside {

struct StoredFile {
    std::string key;  // "2021/ab/NAME": words of letters, digits, "-", "_" and "." with '/' between
    Instant changed{};
    std::uintmax_t size = 0;
};

/// The place cannot be reached, and the log says so already: once when the trouble begins, not for every file.
class FilesAway : public Unavailable {
public:
    using Unavailable::Unavailable;
};

/// Where files lie that all processes of an installation see: a folder, or a bucket. A file is never changed: what is put again
/// only becomes younger. Thread-safe. Errors: Unavailable when the place cannot be reached, std::runtime_error when a file is not to be read or written.
class FileStore {
public:
    virtual ~FileStore() = default;

    /// Safe when it returns.
    virtual void put(const std::string& key, std::string_view bytes) = 0;
    /// nullopt: there is no such file.
    virtual std::optional<std::string> find(const std::string& key) = 0;
    /// Nothing happens when it is not there.
    virtual void remove(const std::string& key) = 0;
    /// Calls `each` for every file whose key begins with `prefix` ("" or whole words with a '/'), in no order. What is written or
    /// removed meanwhile may be among them or not.
    virtual void list(const std::string& prefix, const std::function<void(const StoredFile&)>& each) = 0;
    /// For people: the folder's path, the bucket's address.
    virtual std::string place() const = 0;
};

std::shared_ptr<FileStore> open_folder(const std::filesystem::path& folder);

/// A bucket of a service that speaks the S3 protocol, by path ("https://HOST/BUCKET" or "https://HOST/BUCKET/PREFIX").
struct BucketSettings {
    std::string url;
    std::string region = "us-east-1";
    std::string key;  // the access key's name
    Secret<> secret;
    std::string authorities;         // file of certificates trusted instead of the system's; "" for the system's
    std::function<Instant()> clock;  // a signature tells when it was made; 15 minutes off, and the service refuses it
};
std::shared_ptr<FileStore> open_bucket(BucketSettings settings);

/// What is wrong with the address of a bucket; "" when nothing is.
std::string fault_of_bucket_url(const std::string& url);

}  // namespace veche::outside
