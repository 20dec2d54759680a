// Logs without message text, traces, alerts by e-mail, and a budget.
param location string
param suffix string
param tags object
param alertEmail string
param monthlyBudget int
param budgetFrom string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-kollega-${suffix}'
  location: location
  tags: tags
  properties: {
    retentionInDays: 30
    sku: { name: 'PerGB2018' }
    workspaceCapping: { dailyQuotaGb: 1 }
    features: { disableLocalAuth: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-kollega-${suffix}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    DisableLocalAuth: true
    WorkspaceResourceId: workspace.id
  }
}

resource writeTo 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-kollega-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'kollega'
    enabled: true
    emailReceivers: [
      {
        name: 'it'
        emailAddress: alertEmail
        useCommonAlertSchema: true
      }
    ]
  }
}

resource budget 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: 'budget-kollega-${suffix}'
  properties: {
    category: 'Cost'
    amount: monthlyBudget
    timeGrain: 'Monthly'
    timePeriod: { startDate: budgetFrom }
    notifications: {
      nearly: {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        threshold: 80
        contactEmails: [alertEmail]
      }
      spent: {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        threshold: 100
        contactEmails: [alertEmail]
      }
    }
  }
}

output workspaceId string = workspace.id
output insightsConnection string = insights.properties.ConnectionString
output actionGroupId string = writeTo.id
