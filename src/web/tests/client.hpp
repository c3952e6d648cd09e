#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace veche::web::testing {

/// A browser as rude as the test wants: raw bytes over a real socket.
class Client {
public:
    explicit Client(std::uint16_t port, int receive_buffer = 0)
        : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        if (receive_buffer) setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    Client(Client&& other) noexcept : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_) {}
    ~Client()
    {
        if (socket_ >= 0) ::close(socket_);
    }

    bool connected() const { return connected_; }
    int socket() const { return socket_; }

    bool send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    /// One piece; false at the end of the stream, on a reset, or when nothing came in time.
    bool receive(std::chrono::milliseconds patience = std::chrono::seconds(20))
    {
        pollfd wait{.fd = socket_, .events = POLLIN, .revents = 0};
        if (::poll(&wait, 1, static_cast<int>(patience.count())) <= 0) return false;
        char piece[16 * 1024];
        const auto count = ::recv(socket_, piece, sizeof piece, 0);
        closed_ = count <= 0;
        if (count > 0) received_.append(piece, static_cast<std::size_t>(count));
        return count > 0;
    }

    struct Answer {
        int status = 0;  // 0: none, the connection ended
        std::string head;
        std::string body;

        std::string header(std::string_view name) const
        {
            const auto at = head.find("\r\n" + std::string(name) + ": ");
            if (at == std::string::npos) return "";
            const auto from = at + name.size() + 4;
            return head.substr(from, head.find("\r\n", from) - from);
        }
        bool has(std::string_view name) const
        {
            return head.find("\r\n" + std::string(name) + ": ") != std::string::npos;
        }
    };

    /// The next answer; `bodiless` for HEAD.
    Answer answer(bool bodiless = false)
    {
        std::size_t end = 0;
        while ((end = received_.find("\r\n\r\n")) == std::string::npos)
            if (!receive()) return {};
        Answer answer{.status = std::stoi(received_.substr(9, 3)), .head = received_.substr(0, end + 2)};
        received_.erase(0, end + 4);
        const auto length = answer.header("content-length");
        const std::size_t size = bodiless || answer.status == 304 || length.empty() ? 0 : std::stoul(length);
        while (received_.size() < size)
            if (!receive()) return {};
        answer.body = received_.substr(0, size);
        received_.erase(0, size);
        return answer;
    }
    Answer ask(std::string_view request, bool bodiless = false)
    {
        send(request);
        return answer(bodiless);
    }

    /// Whether the server has ended the connection, with nothing more said.
    bool ended()
    {
        const bool silent = received_.empty();
        while (receive())
            ;
        return silent && closed_ && received_.empty();
    }

private:
    int socket_;
    bool connected_ = false;
    bool closed_ = false;
    std::string received_;
};

}  // namespace veche::web::testing
