provider "aws" {
  region = "us-east-1"
  endpoints {
    ecr = var.endpoint
    iam = var.endpoint
    sts = var.endpoint
  }
}

variable "endpoint" {
  type = string
}

# What the test changes.
variable "session_seconds" {
  type    = number
  default = 3600
}
variable "actions" {
  type    = list(string)
  default = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
}
variable "team" {
  type    = string
  default = "one"
}
variable "thumbprint" {
  type    = string
  default = "cf23df2207d99a74fbe169e3eba035e633b65d94"
}
variable "members" {
  type    = list(string)
  default = ["tf-ann"]
}
variable "key_status" {
  type    = string
  default = "Active"
}

data "aws_caller_identity" "me" {}

resource "aws_iam_user" "ann" {
  name                 = "tf-ann"
  path                 = "/people/"
  permissions_boundary = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess"
  tags                 = { team = var.team }
}
resource "aws_iam_user" "dan" {
  name          = "tf-dan"
  force_destroy = true
}
resource "aws_iam_access_key" "ann" {
  user   = aws_iam_user.ann.name
  status = var.key_status
}
resource "aws_iam_user_policy" "ann" {
  name   = "token"
  user   = aws_iam_user.ann.name
  policy = data.aws_iam_policy_document.pull.json
}
resource "aws_iam_user_policy_attachment" "ann" {
  user       = aws_iam_user.ann.name
  policy_arn = aws_iam_policy.pull.arn
}
resource "aws_iam_group" "developers" {
  name = "tf-developers"
  path = "/teams/"
}
resource "aws_iam_group_membership" "developers" {
  name  = "developers"
  group = aws_iam_group.developers.name
  users = var.members

  depends_on = [aws_iam_user.ann, aws_iam_user.dan]
}
resource "aws_iam_group_policy" "developers" {
  name   = "pull"
  group  = aws_iam_group.developers.name
  policy = data.aws_iam_policy_document.pull.json
}
resource "aws_iam_group_policy_attachment" "developers" {
  group      = aws_iam_group.developers.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser"
}
data "aws_iam_policy_document" "pull" {
  statement {
    sid       = "Token"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }
  statement {
    sid       = "Pull"
    actions   = var.actions
    resources = [aws_ecr_repository.app.arn]
  }
}
resource "aws_iam_policy" "pull" {
  name        = "tf-pull"
  description = "pulls"
  policy      = data.aws_iam_policy_document.pull.json
  tags        = { team = var.team }
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_user.ann.arn]
    }
  }
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "oidc.tf.example:sub"
      values   = ["system:serviceaccount:default:app"]
    }
  }
}
resource "aws_iam_role" "puller" {
  name                 = "tf-puller"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = var.session_seconds
  tags                 = { team = var.team }
}
resource "aws_iam_role_policy" "puller" {
  name   = "pull"
  role   = aws_iam_role.puller.id
  policy = data.aws_iam_policy_document.pull.json
}
resource "aws_iam_role_policy_attachment" "puller" {
  role       = aws_iam_role.puller.name
  policy_arn = aws_iam_policy.pull.arn
}
resource "aws_iam_openid_connect_provider" "cluster" {
  url             = "https://oidc.tf.example"
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = [var.thumbprint]
  tags            = { team = var.team }
}
resource "aws_ecr_repository" "app" {
  name = "tf-app"
}
resource "aws_ecr_repository_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Pullers"
      Effect    = "Allow"
      Principal = { AWS = [aws_iam_role.puller.arn, aws_iam_user.ann.arn] }
      Action    = var.actions
    }]
  })
}
resource "aws_ecr_registry_policy" "all" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Replicate"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" }
      Action    = ["ecr:ReplicateImage"]
      Resource  = ["arn:aws:ecr:us-east-1:${data.aws_caller_identity.me.account_id}:repository/*"]
    }]
  })
}
output "key" {
  value = aws_iam_access_key.ann.id
}
output "secret" {
  value     = aws_iam_access_key.ann.secret
  sensitive = true
}
