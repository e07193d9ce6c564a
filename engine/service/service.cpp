// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/service.h"

#include "service/catalog.h"
#include "service/workbench.h"

#include <new>
#include <utility>

namespace needlescope {

namespace {

/// The first line of what went wrong: libraries add stack traces.
std::string firstLine(const char *what)
{
    const std::string text = what;
    return text.substr(0, text.find('\n'));
}

nlohmann::json errorBody(const std::string &sentence)
{
    return {{"message", sentence}};
}

} // namespace

Service::Service(Send send)
    : m_send(std::move(send))
    , m_bench(std::make_unique<Workbench>())
    , m_worker([this] { work(); })
{
}

Service::~Service()
{
    m_queue.close();
    m_worker.join();
}

void Service::submit(Message request)
{
    if (request.type == "cancel")
        cancel(request);
    else
        m_queue.push(std::move(request));
}

void Service::cancel(const Message &request)
{
    try {
        const auto id = request.body.at("request").get<std::int64_t>();
        if (m_queue.cancel(id))
            m_send({id, "cancelled", nlohmann::json::object()});
        m_send({request.id, "result", nlohmann::json::object()});
    } catch (const nlohmann::json::exception &error) {
        m_send({request.id, "error", errorBody(std::string("The request 'cancel' names no request (") + error.what() + ").")});
    }
}

void Service::work()
{
    while (auto item = m_queue.pop())
        carryOut(std::move(*item));
}

void Service::carryOut(RequestQueue::Item item)
{
    const auto &request = item.request;
    Message reply{request.id, "result", {}};
    try {
        reply.body = perform(request, item.stop.get_token());
    } catch (const Cancelled &) {
        reply = {request.id, "cancelled", nlohmann::json::object()};
    } catch (const std::bad_alloc &) {
        reply = {request.id, "error", errorBody("There is not enough memory for this; use a shorter context or a smaller model.")};
    } catch (const nlohmann::json::exception &error) {
        reply = {request.id, "error", errorBody("The request '" + request.type + "' could not be read (" + error.what() + ").")};
    } catch (const std::exception &error) {
        reply = {request.id, "error", errorBody(firstLine(error.what()))};
    }
    // The id is free before the sender can know that the request has ended.
    m_queue.finish(request.id);
    m_send(reply);
}

nlohmann::json Service::perform(const Message &request, const std::stop_token &stop)
{
    const auto progress = [&](const Progress &value) { m_send({request.id, "progress", value}); };
    const auto &body = request.body;
    if (request.type == "open") {
        const auto model = m_bench->open(body.at("model").get<std::string>(), body.at("device").get<std::string>(), stop, progress);
        return {{"model", model}, {"prompt", m_bench->frame()}};
    }
    if (request.type == "models")
        return {{"models", modelCatalog()}};
    if (request.type == "compose")
        return m_bench->compose(body.get<PromptRequest>());
    if (request.type == "generate") {
        const auto onToken = [&](const DecodedToken &token) { m_send({request.id, "token", token}); };
        return m_bench->generate(body.get<GenerationRequest>(), stop, progress, onToken);
    }
    if (request.type == "attention")
        return m_bench->attention(body.get<AttentionRequest>());
    if (request.type == "detect")
        return detect(request, stop);
    throw EngineError("The engine does not know the request '" + request.type + "'; window and engine are of different versions.");
}

nlohmann::json Service::detect(const Message &request, const std::stop_token &stop)
{
    const auto onUpdate = [&](const StudyUpdate &update) {
        m_send({request.id, "update", update});
        while (auto item = m_queue.tryPop("detect"))
            carryOut(std::move(*item));
    };
    return m_bench->detect(request.body.at("study").get<StudyRequest>(), request.body.at("run").get<std::string>(), stop, onUpdate);
}

} // namespace needlescope
