#include "outside/file_store.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

#include "core/errors.hpp"
#include "outside/aws_signature.hpp"

namespace file_store_test {

using namespace veche;
using namespace veche::outside;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / ("veche-files-" + std::to_string(::getpid()));
    Folder() { fs::remove_all(path); }
    ~Folder() { fs::remove_all(path); }
};

std::set<std::string> keys(FileStore& files, const std::string& prefix)
{
    std::set<std::string> all;
    files.list(prefix, [&](const StoredFile& file) { CHECK(all.insert(file.key).second); });
    return all;
}

}  // namespace

TEST_CASE("a file is found under its key until it is removed, in a folder that nobody else reads")
{
    const Folder folder;
    const auto files = open_folder(folder.path);
    CHECK(keys(*files, "").empty());
    CHECK_FALSE(files->find("1/ab/a.webp"));
    files->put("1/ab/a.webp", "abc");
    files->put("1/cd/b.webp", std::string("\0\xff", 2));
    files->put("12/ab/a.webp", "of another town");
    files->put("mark", "x");
    CHECK(files->find("1/cd/b.webp") == std::string("\0\xff", 2));
    CHECK(keys(*files, "1/") == std::set<std::string>{"1/ab/a.webp", "1/cd/b.webp"});
    CHECK(keys(*files, "").size() == 4);
    CHECK(keys(*files, "3/").empty());
    files->remove("1/ab/a.webp");
    files->remove("1/ab/a.webp");
    CHECK_FALSE(files->find("1/ab/a.webp"));
    CHECK((fs::status(folder.path / "mark").permissions() & fs::perms::others_all) == fs::perms::none);
}

TEST_CASE("a file that is put again only becomes younger")
{
    const Folder folder;
    const auto files = open_folder(folder.path);
    files->put("1/a", "abc");
    const struct timespec old[2] = {{1'000'000'000, 0}, {1'000'000'000, 0}};
    REQUIRE(::utimensat(AT_FDCWD, (folder.path / "1/a").c_str(), old, 0) == 0);
    std::int64_t changed = 0;
    const auto look = [&] { files->list("1/", [&](const StoredFile& file) { changed = file.changed.milliseconds; }); };
    look();
    CHECK(changed == 1'000'000'000'000);
    files->put("1/a", "abc");
    look();
    CHECK(changed > 1'600'000'000'000);
}

TEST_CASE("a file that cannot be read just now is not told to be gone")
{
    const Folder folder;
    const auto files = open_folder(folder.path);
    files->put("1/a", "abc");
    fs::create_symlink("b",
                       folder.path / "1/b");  // a name that leads to itself: it is there, and no reader gets behind it
    CHECK_THROWS_AS(files->find("1/b"), std::runtime_error);
    CHECK_FALSE(files->find("1/c"));
    CHECK_FALSE(files->find("1/a/c"));
}

TEST_CASE("half a list is no list: a folder that cannot be read is told")
{
    const Folder folder;
    fs::create_directories(folder.path);
    std::ofstream(folder.path / "1") << "a file where a folder is needed";
    const auto files = open_folder(folder.path);
    CHECK_THROWS(files->list("1/", [](const StoredFile&) {}));
    CHECK_THROWS(files->put("1/a", "x"));
}

TEST_CASE("a bucket is named by server and path, and spoken to in the open on this machine only")
{
    for (const std::string good : {"https://storage.example/veche", "https://storage.example:9000/veche/yurga/media",
                                   "http://127.0.0.1:4568/veche", "http://localhost/veche", "http://[::1]:9000/veche"})
        CHECK_MESSAGE(fault_of_bucket_url(good).empty(), good);
    for (const std::string bad :
         {"", "veche", "https://storage.example", "https://storage.example/", "ftp://storage.example/veche",
          "http://storage.example/veche", "http://127.evil.example/veche", "https://user:word@storage.example/veche",
          "https://:word@storage.example/veche", "https://storage.example/veche?x=1", "https://storage.example/veche#x",
          "https://storage.example/a//b", "https://storage.example/a/../b", "https://storage.example/a b",
          "s3://veche"})
        CHECK_MESSAGE(!fault_of_bucket_url(bad).empty(), bad);
}

TEST_CASE("a bucket that cannot be reached is unavailable, not empty")
{
    const auto files =
        open_bucket({.url = "http://127.0.0.1:9/veche", .key = "k", .secret = Secret<>("s"), .clock = [] {
                         return Instant{1'600'000'000'000};
                     }});
    CHECK_THROWS_AS(files->find("1/a"), Unavailable);
    CHECK_THROWS_AS(files->list("", [](const StoredFile&) {}), Unavailable);
}

namespace {

/// A service that lets everybody connect and answers nobody.
class Mute {
public:
    Mute() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(socket_, 128) == 0);
        REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        port_ = ntohs(address.sin_port);
    }
    ~Mute() { ::close(socket_); }
    Mute(const Mute&) = delete;

    std::shared_ptr<FileStore> bucket() const
    {
        return open_bucket({.url = "http://127.0.0.1:" + std::to_string(port_) + "/veche",
                            .key = "k",
                            .secret = Secret<>("s"),
                            .clock = [] { return Instant{1'600'000'000'000}; }});
    }
    /// Hangs up on those who have come; how many they are.
    int hang_up()
    {
        int count = 0;
        for (int one = -1; (one = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; ++count) ::close(one);
        return count;
    }

private:
    int socket_;
    int port_ = 0;
};

}  // namespace

TEST_CASE("a bucket that failed is asked once for a file, and then not for a while")
{
    Mute service;
    const auto files = service.bucket();
    std::atomic<bool> over{false};
    std::atomic<int> came{0};
    std::thread hanging_up([&] {
        while (!over) came += service.hang_up(), std::this_thread::sleep_for(std::chrono::milliseconds(1));
    });
    for (int i = 0; i < 50; ++i) CHECK_THROWS_AS(files->find("1/a"), FilesAway);
    CHECK_THROWS_AS(files->put("1/a", "x"), FilesAway);
    over = true;
    hanging_up.join();
    CHECK(came + service.hang_up() == 1);
}

TEST_CASE("of many who ask a bucket that hangs few wait, and nobody for long")
{
    Mute service;
    const auto files = service.bucket();
    std::atomic<int> refused{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 60; ++i)
        readers.emplace_back([&] {
            try {
                files->find("1/a");
            } catch (const FilesAway&) {
                ++refused;
            }
        });
    // All but those sixteen who ask are sent away while they still hang.
    for (int i = 0; i < 4'000 && refused < 44; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    CHECK(refused == 44);
    CHECK(service.hang_up() == 16);
    for (auto& one : readers) one.join();
    CHECK(refused == 60);
    CHECK(service.hang_up() == 0);
}

// The examples of "Signature Calculations for the Authorization Header" in the reference of Amazon S3.
namespace {

const AwsAccount amazon{"AKIAIOSFODNN7EXAMPLE", "us-east-1", Secret<>("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")};

std::string signature(AwsRequest request)
{
    request.headers.emplace_back("host", "examplebucket.s3.amazonaws.com");
    request.headers.emplace_back("x-amz-content-sha256", aws_digest(request.payload));
    request.headers.emplace_back("x-amz-date", "20130524T000000Z");
    const auto whole = aws_authorization(request, amazon, "20130524T000000Z");
    CHECK(whole.starts_with(
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders="));
    return whole.substr(whole.rfind('=') + 1);
}

}  // namespace

TEST_CASE("a request is signed as the examples of Amazon are")
{
    CHECK(signature({.method = "GET", .path = "/test.txt", .query = {}, .headers = {{"range", "bytes=0-9"}}}) ==
          "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    CHECK(signature(
              {.method = "PUT",
               .path = "/" + aws_encoded("test$file.text"),
               .query = {},
               .headers = {{"date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
               .payload = "Welcome to Amazon S3."}) ==
          "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    CHECK(signature({.method = "GET", .path = "/", .query = {{"lifecycle", ""}}, .headers = {}}) ==
          "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    CHECK(signature({.method = "GET", .path = "/", .query = {{"prefix", "J"}, {"max-keys", "2"}}, .headers = {}}) ==
          "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST_CASE("what is signed is encoded as S3 encodes it, and sorted")
{
    CHECK(aws_encoded("a b/~_-.ё") == "a%20b%2F~_-.%D1%91");
    CHECK(aws_query({{"prefix", "a/b"}, {"list-type", "2"}, {"continuation-token", "1+="}}) ==
          "continuation-token=1%2B%3D&list-type=2&prefix=a%2Fb");
}

}  // namespace file_store_test
