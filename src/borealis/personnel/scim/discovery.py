"""What the service says of itself (RFC 7644 § 4)."""

from __future__ import annotations

from typing import Any

from scim2_models import EnterpriseUser, Group, ResourceType, User


def config(base: str) -> dict[str, Any]:
    """The service's abilities."""
    yes, no = {"supported": True}, {"supported": False}
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": yes,
        "bulk": {**no, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {**yes, "maxResults": 200},
        "changePassword": no,
        "sort": no,
        "etag": yes,
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "Bearer key",
                "description": "A key made at /drift/nokler/, sent as Authorization: Bearer",
                "primary": True,
            }
        ],
        "meta": {"resourceType": "ServiceProviderConfig", "location": f"{base}/ServiceProviderConfig"},
    }


def resource_types(base: str) -> list[dict[str, Any]]:
    """Users and Groups."""
    described = []
    for kind in (User[EnterpriseUser], Group):
        row: dict[str, Any] = ResourceType.from_resource(kind).model_dump()
        location = f"{base}/ResourceTypes/{row['id']}"
        described.append({**row, "meta": {"resourceType": "ResourceType", "location": location}})
    return described


def schemas(base: str) -> list[dict[str, Any]]:
    """The attributes of each."""
    described = []
    for kind in (User, Group, EnterpriseUser):
        row: dict[str, Any] = kind.to_schema().model_dump()
        location = f"{base}/Schemas/{row['id']}"
        described.append({**row, "meta": {"resourceType": "Schema", "location": location}})
    return described
