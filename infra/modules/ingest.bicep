// What fills the index, as an app of its own beside the bot: it alone may write there, and nobody on
// the internet reaches it. It reads the sources of the profile now, and then once an hour.
param location string
param suffix string
param tags object
param municipality string
param planId string
param subnetId string
param identityId string
param appId string
param searchEndpoint string
param modelsEndpoint string
param embeddingModelName string
param workspaceId string

resource site 'Microsoft.Web/sites@2024-11-01' = {
  // checkov:skip=CKV_AZURE_222: every request is denied; its archive is deployed over the site of its own for that
  // checkov:skip=CKV_AZURE_17: nobody is let in, with or without a certificate
  // checkov:skip=CKV_AZURE_212: one at a time writes the index; a second would only wait
  name: 'app-kollega-ingest-${suffix}'
  location: location
  tags: tags
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: planId
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: subnetId
    siteConfig: {
      linuxFxVersion: 'PYTHON|3.12'
      appCommandLine: 'python -m bot ingest --watch --every 60 --health'
      alwaysOn: true
      ftpsState: 'Disabled'
      healthCheckPath: '/healthz'
      http20Enabled: true
      minTlsVersion: '1.2'
      numberOfWorkers: 1
      vnetRouteAllEnabled: true
      ipSecurityRestrictionsDefaultAction: 'Deny'
    }
  }

  resource values 'config@2024-11-01' = {
    name: 'appsettings'
    properties: {
      // The app is unpacked into a folder of its own, which it is started in.
      KOLLEGA_PROFILE: 'infra/municipalities/${municipality}.toml'
      KOLLEGA_HOST: '0.0.0.0'
      // On the machine's own disk: SQLite does not bear a network share. What it remembers there
      // only saves work; a new machine reads everything anew, and removes what is gone.
      KOLLEGA_DATA: '/tmp/kollega'
      KOLLEGA_APP_ID: appId
      KOLLEGA_MANAGED_IDENTITY: 'yes'
      KOLLEGA_TENANTS: tenant().tenantId
      KOLLEGA_SEARCH_ENDPOINT: searchEndpoint
      KOLLEGA_OPENAI_BASE_URL: '${modelsEndpoint}/openai/v1'
      KOLLEGA_OPENAI_IDENTITY: 'application'
      KOLLEGA_EMBEDDING_MODEL: embeddingModelName
      SCM_DO_BUILD_DURING_DEPLOYMENT: 'true'
    }
  }

  resource ftp 'basicPublishingCredentialsPolicies@2024-11-01' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource deployments 'basicPublishingCredentialsPolicies@2024-11-01' = {
    name: 'scm'
    properties: { allow: false }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'kollega'
  scope: site
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'AppServiceConsoleLogs', enabled: true }
      { category: 'AppServicePlatformLogs', enabled: true }
    ]
  }
}

output name string = site.name
