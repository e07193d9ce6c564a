// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace needlescope {

/// An open SQLite file. Every failure becomes an EngineError that names the file.
class Database
{
public:
    enum class Mode {
        ReadOnly,
        ReadWrite, ///< created where it is missing
    };

    Database(const std::filesystem::path &file, Mode mode);

    /// Opens for reading also what a killed program left with a hot journal: the last transaction is rolled back, in the file where it may
    /// be written, else in a copy.
    static Database forReading(const std::filesystem::path &file);

    void execute(const char *sql);
    [[noreturn]] void fail() const;
    std::int64_t pragma(const char *name) const; ///< one that is a number

    sqlite3 *handle() const { return m_handle.get(); }

private:
    struct Close
    {
        void operator()(sqlite3 *handle) const;
    };
    struct RemoveFolder
    {
        void operator()(const std::filesystem::path *folder) const;
    };
    bool canBeRead() const;

    std::filesystem::path m_file; ///< as the user calls it
    std::unique_ptr<const std::filesystem::path, RemoveFolder> m_copy; ///< folder of a copy, removed after the handle is closed
    std::unique_ptr<sqlite3, Close> m_handle;
};

/// A prepared statement; parameters count from 1, columns from 0.
class Statement
{
public:
    Statement(const Database &database, const char *sql);

    Statement &bind(int parameter, std::int64_t value);
    Statement &bind(int parameter, double value);
    Statement &bind(int parameter, const std::string &text);
    Statement &bind(int parameter, std::span<const float> values);

    /// True while there is a row.
    bool step();

    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;
    std::span<const std::byte> blob(int column) const; ///< valid until the next step

private:
    struct Finalize
    {
        void operator()(sqlite3_stmt *statement) const;
    };
    void check(int code) const;

    const Database &m_database;
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
};

/// Commits unless an exception left it first.
class Transaction
{
public:
    explicit Transaction(Database &database);
    ~Transaction();
    void commit();

private:
    Database &m_database;
    bool m_open = true;
};

} // namespace needlescope
