// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engineclient/engineclient.h"

#include <memory>

namespace needlescope {

/// The attention rows of what is looked at. Until new rows are there the old ones stay; rows that come too late are dropped.
class AttentionLens : public QObject
{
    Q_OBJECT

public:
    explicit AttentionLens(EngineClient *client, QObject *parent = nullptr);

    const std::shared_ptr<const AttentionRows> &rows() const { return m_rows; } ///< null: nothing to show
    /// No heads or no kept trace: nothing to look at.
    void lookAt(const AttentionRequest &target);
    void clear() { lookAt({}); }

signals:
    void changed();

private:
    void set(std::shared_ptr<const AttentionRows> rows);

    EngineClient *m_client;
    AttentionRequest m_target;
    RequestId m_request = 0;
    std::shared_ptr<const AttentionRows> m_rows;
};

} // namespace needlescope
