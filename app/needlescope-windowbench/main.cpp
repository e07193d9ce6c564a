// SPDX-License-Identifier: GPL-3.0-or-later
#include "readyengine.h"
#include "timedapplication.h"
#include "windowrows.h"

#include "api/engineerror.h"

#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <CLI/CLI.hpp>

#include <iostream>

using namespace needlescope;

int main(int argc, char **argv)
{
    int nTokens = 100000;
    int served = 0;
    int repeats = 5;
    bool json = false;
    std::string far;
    std::string model = "demo";
    std::string interface;
    CLI::App app("How long Needlescope's window keeps its user waiting", "needlescope-windowbench");
    app.add_option("--tokens", nTokens, "Length of the long prompt")->check(CLI::Range(100, 10000000))->capture_default_str();
    app.add_option("--repeats", repeats, "Starts of the window")->check(CLI::PositiveNumber)->capture_default_str();
    app.add_option("--serve", served, "Be the engine of a prompt of so many tokens (what this program starts itself with)");
    app.add_option("--far", far, "Measure the engine at this ssh:// address instead");
    app.add_option("--model", model, "Of the far engine")->capture_default_str();
    app.add_option("--interface", interface, "The network interface of the line to it");
    app.add_flag("--json", json, "Print the rows as JSON");
    CLI11_PARSE(app, argc, argv);
    if (served > 0)
        return serveReady(served);

    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QTemporaryDir settings; // the user's own stay as they are
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QStandardPaths::setTestModeEnabled(true);
    TimedApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("Needlescope"));
    QCoreApplication::setApplicationName(QStringLiteral("needlescope-windowbench"));
    try {
        std::vector<Row> rows;
        if (far.empty()) {
            rows = startAndClick(repeats);
            std::ranges::move(longText(application, nTokens), std::back_inserter(rows));
        } else {
            rows = farClicks(QString::fromStdString(far), QString::fromStdString(model), QString::fromStdString(interface), 4 * repeats);
        }
        if (json)
            std::cout << nlohmann::json{{"rows", rows}}.dump() << '\n';
        else
            printTable(rows);
        return 0;
    } catch (const std::exception &error) {
        std::cerr << "needlescope-windowbench: " << error.what() << '\n';
        return 1;
    }
}
