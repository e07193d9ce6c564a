// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engineclient/engineclient.h"

#include <memory>

namespace needlescope {

/// A running detection and the map that it fills.
class Detection : public QObject
{
    Q_OBJECT

public:
    explicit Detection(EngineClient *client, QObject *parent = nullptr);

    bool isRunning() const { return m_request != 0; }
    /// @p runFile is a path on the engine's machine; empty: the run is not written.
    void start(const StudyRequest &study, const QString &runFile);
    /// The map of the samples so far stays.
    void stop();

signals:
    void runningChanged(bool running);
    void progressed(const Progress &progress);
    void mapChanged(const std::shared_ptr<const ScoreMap> &map);

private:
    void end();

    EngineClient *m_client;
    RequestId m_request = 0;
};

} // namespace needlescope
