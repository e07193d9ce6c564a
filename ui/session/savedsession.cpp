// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/savedsession.h"

#include "api/engineerror.h"
#include "api/nesting.h"

#include <QFile>
#include <QSaveFile>

namespace needlescope {

namespace {

constexpr auto formatKey = "needlescopeSession";
constexpr int format = 1;

EngineError noSession(const std::filesystem::path &file)
{
    return EngineError("'{}' is not a session of Needlescope; open a file that 'Save session' has written.", file.string());
}

} // namespace

SavedSession readSession(const std::filesystem::path &file)
{
    QFile stored(QString::fromStdString(file.string()));
    if (!stored.open(QIODevice::ReadOnly))
        throw EngineError(
            "The session '{}' cannot be read ({}); check that it is still there.", file.string(), stored.errorString().toStdString());
    const std::string text = stored.readAll().toStdString();
    if (nestsTooDeep(text))
        throw noSession(file);
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains(formatKey) || !json.at(formatKey).is_number_integer())
        throw noSession(file);
    if (json.at(formatKey).get<int>() > format)
        throw EngineError("The session '{}' was saved by a newer Needlescope; update this one to open it.", file.string());
    try {
        return json.at("session").get<SavedSession>();
    } catch (const nlohmann::json::exception &) {
        throw noSession(file);
    }
}

void writeSession(const SavedSession &session, const std::filesystem::path &file)
{
    const nlohmann::json json{{formatKey, format}, {"session", session}};
    const QByteArray bytes = QByteArray::fromStdString(json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
    QSaveFile stored(QString::fromStdString(file.string()));
    if (!stored.open(QIODevice::WriteOnly) || stored.write(bytes) != bytes.size() || !stored.commit())
        throw EngineError("The session could not be written to '{}' ({}); choose a folder that exists, may be written to and has room.",
            file.string(), stored.errorString().toStdString());
}

} // namespace needlescope
