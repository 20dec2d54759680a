// A network of its own: the app goes out through one subnet, and reaches Search, the models and
// Storage at private addresses in the other. Only /api/messages and the pages face the internet.
param location string
param suffix string
param tags object

resource rules 'Microsoft.Network/networkSecurityGroups@2024-07-01' = {
  name: 'nsg-kollega-${suffix}'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'deny-from-internet'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: 'vnet-kollega-${suffix}'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: ['10.97.0.0/24']
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.97.0.0/26'
          networkSecurityGroup: { id: rules.id }
          delegations: [
            {
              name: 'web'
              properties: { serviceName: 'Microsoft.Web/serverFarms' }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: '10.97.0.64/27'
          networkSecurityGroup: { id: rules.id }
          privateEndpointNetworkPolicies: 'Enabled'
        }
      }
    ]
  }
}

module searchZone 'zone.bicep' = {
  name: 'search-zone'
  params: { zone: 'privatelink.search.windows.net', networkId: network.id, tags: tags }
}

module modelsZone 'zone.bicep' = {
  name: 'models-zone'
  params: { zone: 'privatelink.openai.azure.com', networkId: network.id, tags: tags }
}

module storageZone 'zone.bicep' = {
  name: 'storage-zone'
  params: { zone: 'privatelink.blob.${environment().suffixes.storage}', networkId: network.id, tags: tags }
}

output appSubnetId string = network.properties.subnets[0].id
output endpointSubnetId string = network.properties.subnets[1].id
output searchZoneId string = searchZone.outputs.id
output modelsZoneId string = modelsZone.outputs.id
output storageZoneId string = storageZone.outputs.id
