// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/sqlite.h"

#include "api/engineerror.h"

#include <sqlite3.h>

#include <cstdlib>
#include <cstring>
#include <fstream>

namespace needlescope {

namespace {

Sentence causeOf(sqlite3 *handle)
{
    if (!handle)
        return Sentence("there is not enough memory");
    switch (sqlite3_errcode(handle)) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return Sentence("it is damaged or not a run file; choose another one or delete it");
    case SQLITE_FULL:
        return Sentence("the disk is full; make room and start the study again, it continues where it stopped");
    case SQLITE_CANTOPEN:
        return Sentence("it cannot be opened; check that the folder exists and that you may read and write it");
    case SQLITE_READONLY:
        return Sentence("it may not be written; check the permissions of the file and of its folder");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Sentence("another program is using it; close that one or choose another file");
    case SQLITE_IOERR: {
        const int systemError = sqlite3_system_errno(handle);
        return Sentence(
            "reading or writing it failed ({}); check that the disk has room and is still there, then start the study again, it "
            "continues where it stopped",
            std::string(systemError ? std::strerror(systemError) : sqlite3_errmsg(handle)));
    }
    default:
        return Sentence("{}; choose another file", sqlite3_errmsg(handle));
    }
}

} // namespace

void Database::Close::operator()(sqlite3 *handle) const
{
    sqlite3_close_v2(handle);
}

Database::Database(const std::filesystem::path &file, Mode mode)
    : m_file(file)
{
    const int flags = mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3 *handle = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
    m_handle.reset(handle);
    if (code != SQLITE_OK)
        fail();
    sqlite3_busy_timeout(handle, 5000);
}

void Database::RemoveFolder::operator()(const std::filesystem::path *folder) const
{
    std::error_code ignored;
    std::filesystem::remove_all(*folder, ignored);
    delete folder;
}

/// Whether its pages can be read: a hot journal that cannot be rolled back shows at the first query.
bool Database::canBeRead() const
{
    return sqlite3_exec(handle(), "SELECT count(*) FROM sqlite_master", nullptr, nullptr, nullptr) == SQLITE_OK;
}

Database Database::forReading(const std::filesystem::path &file)
{
    const std::filesystem::path journal = file.string() + "-journal";
    std::error_code error;
    Database database(file, Mode::ReadOnly);
    if (!std::filesystem::exists(journal, error) || database.canBeRead())
        return database;
    if (Database writable(file, Mode::ReadWrite); writable.canBeRead()) // which rolls back
        return Database(file, Mode::ReadOnly);

    std::string name = (std::filesystem::temp_directory_path() / "needlescope-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        database.fail();
    Database copy = [&] {
        const std::filesystem::path folder = name;
        // Not with its permissions, which may forbid to write.
        std::ofstream(folder / "run", std::ios::binary) << std::ifstream(file, std::ios::binary).rdbuf();
        std::ofstream(folder / "run-journal", std::ios::binary) << std::ifstream(journal, std::ios::binary).rdbuf();
        return Database(folder / "run", Mode::ReadWrite);
    }();
    copy.m_copy.reset(new std::filesystem::path(name));
    copy.m_file = file;
    if (!copy.canBeRead())
        copy.fail();
    return copy;
}

std::int64_t Database::pragma(const char *name) const
{
    Statement statement(*this, ("PRAGMA " + std::string(name)).c_str());
    return statement.step() ? statement.integer(0) : 0;
}

void Database::execute(const char *sql)
{
    if (sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        fail();
}

void Database::fail() const
{
    throw EngineError("The run file '{}' cannot be used: {}.", m_file.string(), causeOf(handle()));
}

void Statement::Finalize::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

Statement::Statement(const Database &database, const char *sql)
    : m_database(database)
{
    sqlite3_stmt *statement = nullptr;
    const int code = sqlite3_prepare_v2(database.handle(), sql, -1, &statement, nullptr);
    m_statement.reset(statement);
    check(code);
}

void Statement::check(int code) const
{
    if (code != SQLITE_OK)
        m_database.fail();
}

Statement &Statement::bind(int parameter, std::int64_t value)
{
    check(sqlite3_bind_int64(m_statement.get(), parameter, value));
    return *this;
}

Statement &Statement::bind(int parameter, double value)
{
    check(sqlite3_bind_double(m_statement.get(), parameter, value));
    return *this;
}

Statement &Statement::bind(int parameter, const std::string &text)
{
    check(sqlite3_bind_text64(m_statement.get(), parameter, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement &Statement::bind(int parameter, std::span<const float> values)
{
    check(values.empty() ? sqlite3_bind_zeroblob(m_statement.get(), parameter, 0) // a null pointer would be NULL
                         : sqlite3_bind_blob64(m_statement.get(), parameter, values.data(), values.size_bytes(), SQLITE_TRANSIENT));
    return *this;
}

bool Statement::step()
{
    const int code = sqlite3_step(m_statement.get());
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        m_database.fail();
    return code == SQLITE_ROW;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

double Statement::real(int column) const
{
    return sqlite3_column_double(m_statement.get(), column);
}

std::string Statement::text(int column) const
{
    const auto *bytes = static_cast<const char *>(static_cast<const void *>(sqlite3_column_text(m_statement.get(), column)));
    return bytes ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column))) : std::string();
}

std::span<const std::byte> Statement::blob(int column) const
{
    const auto *bytes = static_cast<const std::byte *>(sqlite3_column_blob(m_statement.get(), column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column))};
}

Transaction::Transaction(Database &database)
    : m_database(database)
{
    m_database.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction()
{
    if (m_open)
        sqlite3_exec(m_database.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit()
{
    m_database.execute("COMMIT");
    m_open = false;
}

} // namespace needlescope
