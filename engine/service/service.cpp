// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/service.h"

#include "confinement/confine.h"
#include "hub/modelfetch.h"
#include "resources/runfolder.h"
#include "resources/userfolders.h"
#include "service/catalog.h"
#include "service/fetchprocess.h"
#include "service/runs.h"
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

nlohmann::json errorBody(const Sentence &sentence)
{
    nlohmann::json body{{"message", sentence.text()}};
    if (const nlohmann::json parts = sentence; parts.is_object())
        body.update(parts);
    return body;
}

/// Throws EngineError.
void checkHello(const Hello &hello)
{
    if (hello.protocol != protocolVersion)
        throw EngineError("The window speaks protocol {} ({}), this engine {} (Needlescope {}); install both from one package.",
            hello.protocol, hello.program, protocolVersion, NEEDLESCOPE_VERSION);
}

} // namespace

Service::Service(Send send, Confining confining)
    : m_send(std::move(send))
    , m_confining(confining)
    , m_bench(std::make_unique<Workbench>())
{
    m_send({0, "hello", Hello{"Needlescope " NEEDLESCOPE_VERSION, protocolVersion, 0, {"ping"}}});
}

Service::~Service()
{
    m_queue.close();
    m_fetchQueue.close();
    for (std::thread *thread : {&m_worker, &m_fetcher}) {
        if (thread->joinable())
            thread->join();
    }
}

void Service::submit(Message request)
{
    if (!m_worker.joinable() && request.type != "hello")
        throw EngineError("The first message was '{}' instead of a hello; window and engine are of different versions.", request.type);
    if (request.type == "hello")
        greet(request.body.get<Hello>());
    else if (request.type == "cancel")
        cancel(request);
    else if (request.type == "ping")
        m_send({request.id, "result", nlohmann::json::object()});
    else if (request.type == "fetch")
        m_fetchQueue.push(std::move(request));
    else
        m_queue.push(std::move(request));
}

void Service::greet(const Hello &hello)
{
    checkHello(hello);
    if (m_worker.joinable())
        return;
    if (m_confining == Confining::Engine)
        confine(hello);
    m_worker = std::thread([this] { work(m_queue); });
    m_fetcher = std::thread([this] { work(m_fetchQueue); });
}

/// Nothing that a stranger wrote has been read yet.
void Service::confine(const Hello &hello)
{
    m_fetchProcess = std::make_unique<FetchProcess>();
    Needs needs{{runFolder()}};
    for (const std::string &folder : hello.folders)
        needs.folders.push_back(withHome(folder));
    const Confinement confinement = needlescope::confine(needs);
    m_folders.emplace(confinement);
    m_send({0, "confinement", confinement});
}

void Service::cancel(const Message &request)
{
    try {
        const auto id = request.body.at("request").get<std::int64_t>();
        if (m_queue.cancel(id) || m_fetchQueue.cancel(id))
            m_send({id, "cancelled", nlohmann::json::object()});
        m_send({request.id, "result", nlohmann::json::object()});
    } catch (const nlohmann::json::exception &error) {
        m_send({request.id, "error", errorBody(Sentence("The request 'cancel' names no request ({}).", error.what()))});
    }
}

void Service::work(RequestQueue &queue)
{
    while (auto item = queue.pop())
        carryOut(queue, std::move(*item));
}

void Service::carryOut(RequestQueue &queue, RequestQueue::Item item)
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
        reply = {request.id, "error", errorBody(Sentence("The request '{}' could not be read ({}).", request.type, error.what()))};
    } catch (const EngineError &error) {
        reply = {request.id, "error", errorBody(error.sentence())};
    } catch (const std::exception &error) {
        reply = {request.id, "error", errorBody(Sentence::verbatim(firstLine(error.what())))};
    }
    // The id is free before the sender can know that the request has ended.
    queue.finish(request.id);
    m_send(reply);
}

nlohmann::json Service::perform(const Message &request, const std::stop_token &stop)
{
    const Work work{stop, [&](const Progress &value) { m_send({request.id, "progress", value}); }, {}};
    const auto &body = request.body;
    if (request.type == "open") {
        const auto model = m_bench->open(body.at("model").get<std::string>(), body.value("device", std::string()), work);
        return {{"model", model}, {"prompt", m_bench->frame()}};
    }
    if (request.type == "models")
        return {{"models", modelCatalog()}};
    if (request.type == "fetch" && m_fetchProcess)
        return m_fetchProcess->fetch(request, work);
    if (request.type == "fetch") {
        ModelFetch fetch(body.at("model").get<std::string>(), work);
        if (!body.value("planOnly", false))
            fetch.run(work);
        return fetch.plan();
    }
    if (request.type == "compose")
        return m_bench->compose(body.get<PromptRequest>());
    if (request.type == "generate") {
        const auto onToken = [&](const DecodedToken &token) { m_send({request.id, "token", token}); };
        return m_bench->generate(body.get<GenerationRequest>(), work, onToken);
    }
    if (request.type == "attention")
        return m_bench->attention(body.get<AttentionRequest>());
    if (request.type == "plan")
        return m_bench->plan(body.get<StudyRequest>());
    if (request.type == "runs")
        return {{"runs", listRuns()}};
    if (request.type == "run") {
        const auto name = body.at("run").get<std::string>();
        return openRun(
            body.contains("content") ? keepReceived(name, body.at("content").get_binary()) : name, body.value("known", std::string()));
    }
    if (request.type == "study")
        return study(request, work);
    throw EngineError("The engine does not know the request '{}'; window and engine are of different versions.", request.type);
}

/// In the middle of its samples it carries out what waits, but for another study.
nlohmann::json Service::study(const Message &request, Work work)
{
    work.progress = {}; // updates carry it
    work.breathe = [this] {
        while (auto item = m_queue.tryPop("study"))
            carryOut(m_queue, std::move(*item));
    };
    const auto onUpdate = [&](const StudyUpdate &update) { m_send({request.id, "update", update}); };
    const auto run = request.body.value("run", std::string());
    if (m_folders && !run.empty())
        m_folders->refuseOutside(run == "auto" ? runFolder() / run : runPath(run)); // the kernel would, but could not say what to do
    return m_bench->study(request.body.at("study").get<StudyRequest>(), run, work, onUpdate);
}

} // namespace needlescope
